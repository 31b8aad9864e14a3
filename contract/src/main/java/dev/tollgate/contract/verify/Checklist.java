package dev.tollgate.contract.verify;

import java.io.PrintStream;
import java.util.Optional;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/// Prints each check as it ends, below its area, and counts. Not thread-safe: checks run one after
/// the other.
final class Checklist implements TestExecutionListener {
    private static final int MOST_WORDS = 600;

    private final PrintStream out;
    private int held;
    private int skipped;
    private int failed;

    Checklist(PrintStream out) {
        this.out = out;
    }

    @Override
    public void executionStarted(TestIdentifier identifier) {
        if (isArea(identifier)) {
            out.println(identifier.getDisplayName());
        }
    }

    @Override
    public void executionFinished(TestIdentifier identifier, TestExecutionResult result) {
        boolean broken = result.getStatus() != Status.SUCCESSFUL;
        if (identifier.isTest() || broken) {
            print(identifier.getDisplayName(), result);
        }
    }

    private void print(String name, TestExecutionResult result) {
        switch (result.getStatus()) {
            case SUCCESSFUL -> {
                held++;
                out.println("  ok    " + name);
            }
            case ABORTED -> {
                skipped++;
                out.println("  skip  " + name + ": " + words(result));
            }
            case FAILED -> {
                failed++;
                out.println("  FAIL  " + name + ": " + words(result));
            }
        }
    }

    /// @return whether all that was asked held, and something was
    boolean conclude() {
        out.printf("%n%d hold, %d skipped, %d fail%n", held, skipped, failed);
        return failed == 0 && held > 0;
    }

    private static boolean isArea(TestIdentifier identifier) {
        return identifier.isContainer()
                && identifier.getUniqueIdObject().getLastSegment().getType().startsWith("dynamic");
    }

    private static String words(TestExecutionResult result) {
        Optional<Throwable> cause = result.getThrowable();
        String words = cause.map(Checklist::words).orElse("");
        return words.length() > MOST_WORDS ? words.substring(0, MOST_WORDS) + " …" : words;
    }

    private static String words(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }
}
