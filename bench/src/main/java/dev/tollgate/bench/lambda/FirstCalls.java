package dev.tollgate.bench.lambda;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The first call after `restore/next`, of functions that rehearsed before, beside plain handlers
/// after the same restore, and beside the same functions started without a snapshot.
public final class FirstCalls {
    private static final int PROCESSES = 5;
    private static final int NEXT = 20;
    private static final List<Subject> SUBJECTS =
            List.of(
                    Subject.PLAIN,
                    Subject.PLAIN_PROXY,
                    Subject.CONVERSE,
                    Subject.CONVERSE_STREAM,
                    Subject.TRANSLATED,
                    Subject.TOKEN,
                    Subject.KEY,
                    Subject.USAGE);

    private final PrintStream report;
    private final Path home;

    /// @param home the checkout, its functions packaged
    public FirstCalls(PrintStream report, Path home) {
        this.report = report;
        this.home = home;
    }

    public void run() throws InterruptedException {
        report.printf(
                Locale.ROOT,
                "First call, ms: median of %d processes (least to most)%n%n"
                        + "| | restored | × plain | not primed | next %d, restored |%n|---|---|---|---|---|%n",
                PROCESSES,
                NEXT);
        double plain = Double.NaN;
        for (Subject subject : SUBJECTS) {
            Sample restored = sample(subject, "snap-start");
            Sample cold = sample(subject, "on-demand");
            if (subject.equals(Subject.PLAIN)) {
                plain = restored.first(0.5);
            }
            report.printf(
                    Locale.ROOT,
                    "| %s | %.1f (%.1f–%.1f) | %.2f | %.0f (%.0f–%.0f) | %.2f |%n",
                    subject.name(),
                    restored.first(0.5),
                    restored.first(0),
                    restored.first(1),
                    restored.first(0.5) / plain,
                    cold.first(0.5),
                    cold.first(0),
                    cold.first(1),
                    restored.next(0.5));
        }
        report.println();
    }

    private Sample sample(Subject subject, String initialization) throws InterruptedException {
        var first = new ArrayList<Double>();
        var next = new ArrayList<Double>();
        for (int i = 0; i < PROCESSES; i++) {
            try (var process = new FunctionProcess(home, subject, initialization)) {
                if (initialization.equals("snap-start")) {
                    process.lambda().awaitCheckpoint();
                    process.lambda().restore();
                }
                first.add(process.call() / 1e6);
                for (int call = 0; call < NEXT; call++) {
                    next.add(process.call() / 1e6);
                }
            }
        }
        return new Sample(first, next);
    }

    /// Milliseconds.
    private record Sample(List<Double> first, List<Double> next) {
        double first(double share) {
            return at(first, share);
        }

        double next(double share) {
            return at(next, share);
        }

        private static double at(List<Double> values, double share) {
            var sorted = new ArrayList<>(values);
            sorted.sort(null);
            return sorted.get((int) (share * (sorted.size() - 1)));
        }
    }
}
