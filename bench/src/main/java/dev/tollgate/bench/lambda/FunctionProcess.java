package dev.tollgate.bench.lambda;

import dev.tollgate.core.config.LambdaVariable;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.runtime.FunctionContext;
import dev.tollgate.runtime.priming.Loopback;
import dev.tollgate.runtime.priming.Rehearsal;
import io.micronaut.context.ApplicationContext;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A subject in a process of its own, its world in this one: stores, upstreams and issuer answer as
/// they were recorded for the rehearsal, each on a new connection.
final class FunctionProcess implements AutoCloseable {
    /// A function of 512 MB. The flags are those of the package's `bootstrap`.
    private static final List<String> JVM =
            List.of(
                    "-XX:MaxRAM=512m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-XX:MaxRAMPercentage=70",
                    // Else a collection leaves dead objects where moving costs more than it frees.
                    "-XX:MarkSweepAlwaysCompactCount=1");

    private static final Settings ANY =
            Settings.of(
                    Map.of(
                            Setting.REGION.key(), "us-east-1",
                            Setting.TENANT_TABLE.key(), "any",
                            Setting.PLATFORM_TABLE.key(), "any",
                            Setting.KEY_PEPPER_PARAMETER.key(), "any"));

    private final Lambda lambda = Lambda.open();
    private final Loopback world;
    private final Rehearsal.Scene scene;
    private final Process process;
    private final boolean checked;

    /// @param home the checkout, its functions packaged
    /// @param initialization what Lambda calls it: `snap-start` or `on-demand`
    FunctionProcess(Path home, Subject subject, String initialization) {
        try {
            world = Loopback.open();
            Rehearsal.Stage stage;
            try (ApplicationContext context = FunctionContext.start(ANY, subject.function())) {
                stage = context.getBean(Rehearsal.class).stage(world.origin());
            }
            world.serve(stage.outside());
            scene = stage.scenes().get(subject.scene());
            checked = !subject.isPlain();
            process = start(home, subject, stage.settings(), initialization);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lambda's side of it.
    Lambda lambda() {
        return lambda;
    }

    /// The subject's call.
    ///
    /// @return how long it took, nanoseconds
    /// @throws IllegalStateException when it is not answered as it should be
    long call() throws InterruptedException {
        Lambda.Answer answer = lambda.call(scene.event());
        if (checked && !answer.text().contains(scene.answer())) {
            throw new IllegalStateException(answer.text());
        }
        return answer.nanos();
    }

    /// In steps of 10 ms.
    Duration cpu() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// Bytes. Source: proc(5), `VmRSS`.
    long residentSet() throws IOException {
        String status = Files.readString(Path.of("/proc", Long.toString(process.pid()), "status"));
        return kilobytes(status, "VmRSS:\\s+(\\d+) kB");
    }

    /// Bytes, by the JDK's own `jcmd`.
    long heapAfterCollection() throws IOException, InterruptedException {
        jcmd("GC.run");
        jcmd("GC.run");
        return kilobytes(
                jcmd("GC.heap_info"), "(?m)^(?:DefNew|Tenured)\\s+total \\d+K, used (\\d+)K");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        lambda.close();
        world.close();
    }

    private Process start(
            Path home, Subject subject, Map<String, String> settings, String initialization)
            throws IOException {
        Path jars = home.resolve(subject.module()).resolve("target/lambda/lib");
        String classPath = jars + "/*";
        if (subject.isPlain()) {
            classPath += File.pathSeparator + home.resolve("bench/target/classes");
        }
        var command = new ArrayList<String>();
        command.add(java("java"));
        command.addAll(JVM);
        command.addAll(List.of("-cp", classPath, "dev.tollgate.runtime.loop.Main"));
        var builder =
                new ProcessBuilder(command)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().keySet().retainAll(Set.of("PATH"));
        builder.environment().putAll(settings);
        builder.environment().put(LambdaVariable.HANDLER.key(), subject.plain().getName());
        builder.environment().put(LambdaVariable.RUNTIME_API.key(), lambda.address());
        builder.environment().put(LambdaVariable.INITIALIZATION_TYPE.key(), initialization);
        return builder.start();
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        var jcmd =
                new ProcessBuilder(java("jcmd"), Long.toString(process.pid()), command)
                        .redirectErrorStream(true)
                        .start();
        String text = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        jcmd.waitFor();
        return text;
    }

    private static String java(String program) {
        return Path.of(System.getProperty("java.home"), "bin", program).toString();
    }

    /// The sum of what the pattern finds.
    private static long kilobytes(String text, String pattern) {
        return Pattern.compile(pattern)
                        .matcher(text)
                        .results()
                        .mapToLong(found -> Long.parseLong(found.group(1)))
                        .sum()
                * 1024;
    }
}
