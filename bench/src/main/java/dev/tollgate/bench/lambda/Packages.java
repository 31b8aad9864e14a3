package dev.tollgate.bench.lambda;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// How large the packages are that the CDK app uploads, zipped as its CLI does.
public final class Packages {
    private final PrintStream report;
    private final Path folder;

    /// @param home the checkout, its CDK app synthesized
    public Packages(PrintStream report, Path home) {
        this.report = report;
        this.folder = home.resolve("infra-cdk/target/packages");
    }

    public void print() throws IOException {
        if (!Files.isDirectory(folder)) {
            report.printf("%s is missing: run \"cdk synth\" in infra-cdk first%n", folder);
            return;
        }
        report.printf("Zipped packages%n%n| | MB | jars |%n|---|---|---|%n");
        for (Path function : functions()) {
            List<Path> files = files(function);
            report.printf(
                    Locale.ROOT,
                    "| %s | %.2f | %d |%n",
                    function.getFileName(),
                    zipped(function, files) / 1e6,
                    files.stream().filter(file -> file.toString().endsWith(".jar")).count());
        }
        report.println();
    }

    private List<Path> functions() throws IOException {
        try (Stream<Path> functions = Files.list(folder)) {
            return functions.sorted().toList();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private static long zipped(Path folder, List<Path> files) throws IOException {
        var counter = new Counter();
        try (var zip = new ZipOutputStream(counter)) {
            for (Path file : files) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, zip);
            }
        }
        return counter.bytes;
    }

    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] written, int offset, int length) {
            bytes += length;
        }
    }
}
