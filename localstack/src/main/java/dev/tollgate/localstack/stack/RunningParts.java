package dev.tollgate.localstack.stack;

import java.util.ArrayDeque;
import java.util.Deque;

/// What has been started so far, stopped in the other order.
public final class RunningParts implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /// @return the part itself
    public <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /// Stops them, once. One that fails to stop does not keep the others up.
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                System.err.println("tollgate: while stopping: " + e);
            }
        }
    }
}
