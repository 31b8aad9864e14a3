package dev.tollgate.bench;

import dev.tollgate.bench.lambda.FirstCalls;
import dev.tollgate.bench.lambda.LongRun;
import dev.tollgate.bench.lambda.Packages;
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
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
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

    /// @param arguments `handler`, `chat`, `ledger`, `authorizer`, `restore`, `loop`, `packages`,
    ///   `peers`
    public static void main(String[] arguments)
            throws IOException, InterruptedException, RunnerException {
        List<String> parts =
                arguments.length == 0
                        ? List.of(
                                "handler",
                                "chat",
                                "authorizer",
                                "ledger",
                                "restore",
                                "loop",
                                "packages",
                                "peers")
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
            case "chat" -> jmh("ChatBenchmark");
            case "authorizer" -> {
                jmh("AuthorizerBenchmark");
                firstCalls("AuthorizerFirstCallBenchmark");
            }
            case "ledger" -> jmh("LedgerBenchmark");
            case "restore" -> new FirstCalls(System.out, home).run();
            case "loop" -> new LongRun(System.out, home).run();
            case "packages" -> new Packages(System.out, home).print();
            case "peers" -> new Peers(System.out, home, state).run();
            default -> throw new IllegalArgumentException("no part " + part);
        }
    }

    private void jmh(String include) throws RunnerException {
        measure(
                including(include)
                        .mode(Mode.AverageTime)
                        .forks(1)
                        .warmupIterations(3)
                        .warmupTime(TimeValue.seconds(1))
                        .measurementIterations(5)
                        .measurementTime(TimeValue.seconds(1)));
    }

    /// One call in each of five new processes.
    private void firstCalls(String include) throws RunnerException {
        measure(
                including(include)
                        .mode(Mode.SingleShotTime)
                        .forks(5)
                        .warmupIterations(0)
                        .measurementIterations(1));
    }

    private static ChainedOptionsBuilder including(String benchmark) {
        return new OptionsBuilder()
                .include("dev\\.tollgate\\.bench\\." + benchmark)
                .timeUnit(TimeUnit.MICROSECONDS)
                .jvmArgs(JVM.toArray(String[]::new))
                .addProfiler("gc");
    }

    private static void measure(ChainedOptionsBuilder options) throws RunnerException {
        new Runner(options.build()).run();
    }

    private void loop() throws IOException, InterruptedException {
        int exit =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx384m",
                                "-XX:+UseSerialGC",
                                // Else a collection leaves dead objects where moving costs more
                                // than it frees, and they count as used.
                                "-XX:MarkSweepAlwaysCompactCount=1",
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
