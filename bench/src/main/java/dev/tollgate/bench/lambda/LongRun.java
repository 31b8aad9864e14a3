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
/// heap grows, what a call takes of the processor and the process of memory. A plain handler in the
/// same loop shows what the loop itself costs.
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
                "%d calls through the loop%n%n| | p50 of 1–2 k, µs | p50 of 15–20 k, µs | ratio | CPU of"
                        + " 15–20 k, µs a call | heap at 2 k → 20 k, MB | ratio | RSS, MB |%n"
                        + "|---|---|---|---|---|---|---|---|%n",
                CALLS);
        for (Subject subject : List.of(Subject.PLAIN, Subject.CONVERSE, Subject.TOKEN)) {
            run(subject);
        }
        report.println();
    }

    private void run(Subject subject) throws IOException, InterruptedException {
        try (var process = new FunctionProcess(home, subject, "snap-start")) {
            process.lambda().awaitCheckpoint();
            process.lambda().restore();
            var nanos = new ArrayList<Long>(CALLS);
            long early = 0;
            Duration cpu = Duration.ZERO;
            for (int done = 0; done < CALLS; done += STEP) {
                if (done == EARLY) {
                    early = process.heapAfterCollection();
                }
                if (done == LATE) {
                    cpu = process.cpu();
                }
                for (int call = 0; call < STEP; call++) {
                    nanos.add(process.call());
                }
            }
            Duration late = process.cpu().minus(cpu);
            long resident = process.residentSet();
            print(subject, nanos, late, new Memory(early, process.heapAfterCollection(), resident));
        }
    }

    /// Bytes.
    private record Memory(long early, long end, long resident) {}

    private void print(Subject subject, List<Long> nanos, Duration cpu, Memory memory) {
        var times = new Times(nanos, nanos);
        double young = times.part(STEP, EARLY).wholeMicros(0.5);
        double old = times.part(LATE, CALLS).wholeMicros(0.5);
        report.printf(
                Locale.ROOT,
                "| %s | %.0f | %.0f | %.2f | %.0f | %.2f → %.2f | %.3f | %.0f |%n",
                subject.name(),
                young,
                old,
                old / young,
                cpu.toNanos() / 1e3 / (CALLS - LATE),
                memory.early() / 1e6,
                memory.end() / 1e6,
                (double) memory.end() / memory.early(),
                memory.resident() / 1e6);
    }
}
