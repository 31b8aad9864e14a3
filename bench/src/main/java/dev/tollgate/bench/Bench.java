package dev.tollgate.bench;

import dev.tollgate.bench.peer.Peers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// Runs what `./tollgate bench` was asked for, all of it without an argument. Started by the
/// command line, in the checkout. JMH's settings are short: one process, 3 warm-up and 5 measured
/// seconds, for comparisons within one run.
public final class Bench {
    private static final List<String> JVM = List.of("-Xms384m", "-Xmx384m", "-XX:+UseSerialGC");

    private final Path home = Path.of("").toAbsolutePath();
    private final Path state = home.resolve(".tollgate/bench");

    private Bench() {}

    /// @param arguments `handler`, `ledger`, `authorizer`, `peers`
    public static void main(String[] arguments)
            throws IOException, InterruptedException, RunnerException {
        List<String> parts =
                arguments.length == 0
                        ? List.of("handler", "authorizer", "ledger", "peers")
                        : List.of(arguments);
        var bench = new Bench();
        Files.createDirectories(bench.state);
        System.out.printf(
                "%s, %d processors, Java %s%n",
                Clock.systemUTC().instant(),
                Runtime.getRuntime().availableProcessors(),
                Runtime.version());
        for (String part : parts) {
            bench.run(part);
        }
    }

    private void run(String part) throws IOException, InterruptedException, RunnerException {
        switch (part) {
            case "handler" -> {
                jmh("(HandlerBenchmark|BodyBenchmark)");
                loop();
            }
            case "authorizer" -> jmh("Authorizer.*Benchmark");
            case "ledger" -> jmh("LedgerBenchmark");
            case "peers" -> new Peers(System.out, home, state).run();
            default -> throw new IllegalArgumentException("no part " + part);
        }
    }

    private void jmh(String include) throws RunnerException {
        var options =
                new OptionsBuilder()
                        .include("dev\\.tollgate\\.bench\\." + include)
                        .mode(Mode.AverageTime)
                        .timeUnit(TimeUnit.MICROSECONDS)
                        .forks(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1))
                        .jvmArgs(JVM.toArray(String[]::new))
                        .addProfiler("gc")
                        .build();
        new Runner(options).run();
    }

    private void loop() throws IOException, InterruptedException {
        int exit =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx384m",
                                "-XX:+UseSerialGC",
                                "-cp",
                                System.getProperty("java.class.path"),
                                CallLoop.class.getName())
                        .inheritIO()
                        .start()
                        .waitFor();
        if (exit != 0) {
            throw new IllegalStateException("the call loop ended with " + exit);
        }
    }
}
