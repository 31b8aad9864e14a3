package dev.tollgate.bench.lambda;

import dev.tollgate.bench.scene.Times;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// An environment's life of 20,000 calls through the runtime loop: whether calls get slower or the
/// heap grows, what a call takes of the processor and the process of memory. After each call a
/// plain handler in the same loop is asked too, so that it is of the same age: it shows what the
/// loop itself costs, and how much faster or slower the machine was late than early.
public final class LongRun {
    private static final int CALLS = 20_000;
    private static final int EARLY = 2_000;
    private static final int LATE = 15_000;
    private static final int STEP = 1_000;

    private final PrintStream report;
    private final Path home;

    /// @param home the checkout, its functions packaged
    public LongRun(PrintStream report, Path home) {
        this.report = report;
        this.home = home;
    }

    public void run() throws IOException, InterruptedException {
        report.printf(
                "%d calls through the loop%n%n| | p50 of 1–2 k, µs | p50 of 15–20 k, µs | ratio |"
                        + " plain's meanwhile | CPU of 15–20 k, µs a call |"
                        + " heap at 2 k → 20 k, MB | ratio | RSS, MB |%n"
                        + "|---|---|---|---|---|---|---|---|---|%n",
                CALLS);
        for (Subject subject : List.of(Subject.PLAIN, Subject.CONVERSE, Subject.TOKEN)) {
            run(subject);
        }
        report.println();
    }

    private void run(Subject subject) throws IOException, InterruptedException {
        try (var process = restored(subject);
                var beside = restored(Subject.PLAIN)) {
            var nanos = new ArrayList<Long>(CALLS);
            var plain = new ArrayList<Long>(CALLS);
            long early = 0;
            Duration cpu = Duration.ZERO;
            for (int done = 0; done < CALLS; done++) {
                if (done == EARLY) {
                    early = process.heapAfterCollection();
                }
                if (done == LATE) {
                    cpu = process.cpu();
                }
                nanos.add(process.call());
                plain.add(beside.call());
            }
            Duration late = process.cpu().minus(cpu);
            long resident = process.residentSet();
            var memory = new Memory(early, process.heapAfterCollection(), resident);
            print(subject, Ages.of(nanos), Ages.of(plain), late, memory);
        }
    }

    private FunctionProcess restored(Subject subject) throws InterruptedException {
        var process = new FunctionProcess(home, subject, "snap-start");
        process.lambda().awaitCheckpoint();
        process.lambda().restore();
        return process;
    }

    /// Medians, microseconds.
    private record Ages(double young, double old) {
        static Ages of(List<Long> nanos) {
            var times = new Times(nanos, nanos);
            return new Ages(
                    times.part(STEP, EARLY).wholeMicros(0.5),
                    times.part(LATE, CALLS).wholeMicros(0.5));
        }

        double ratio() {
            return old / young;
        }
    }

    /// Bytes.
    private record Memory(long early, long end, long resident) {
        double ratio() {
            return (double) end / early;
        }
    }

    private void print(Subject subject, Ages ages, Ages plain, Duration cpu, Memory memory) {
        report.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.2f | %.2f | %.0f | %.2f → %.2f | %.3f | %.0f |%n",
                subject.name(),
                ages.young(),
                ages.old(),
                ages.ratio(),
                plain.ratio(),
                cpu.toNanos() / 1e3 / (CALLS - LATE),
                memory.early() / 1e6,
                memory.end() / 1e6,
                memory.ratio(),
                memory.resident() / 1e6);
    }
}
