package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stack.StackState;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// A stack's process, seen from this one.
final class RunningStack {
    private static final int STOP_SECONDS = 60;

    private RunningStack() {}

    /// @param down what stops it
    static void checkNone(Path state, String down) {
        StackState.running(state)
                .ifPresent(running -> {
                    throw new StackException(
                            "already running at "
                                    + running.url()
                                    + " (process "
                                    + running.pid()
                                    + "); stop it with "
                                    + down);
                });
    }

    /// Holds this process until it is told to end, and closes the stack then.
    static void serve(AutoCloseable stack) throws InterruptedException {
        var stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(() -> {
                            try {
                                stack.close();
                            } catch (Exception e) {
                                System.err.println("tollgate: while stopping: " + e);
                            }
                            stopped.countDown();
                        }));
        stopped.await();
    }

    /// Ends it, if it runs, and says so.
    static void stop(Path state) {
        StackState.running(state)
                .flatMap(StackState::process)
                .ifPresentOrElse(
                        RunningStack::stop, () -> System.out.println("Tollgate is not running."));
    }

    private static void stop(ProcessHandle process) {
        process.destroy();
        try {
            process.onExit().get(STOP_SECONDS, TimeUnit.SECONDS);
            System.out.println("Tollgate is down.");
        } catch (TimeoutException e) {
            throw new StackException(
                    "process " + process.pid() + " does not stop; end it with kill -9", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
