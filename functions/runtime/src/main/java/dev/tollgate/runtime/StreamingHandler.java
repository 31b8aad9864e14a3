package dev.tollgate.runtime;

import java.io.IOException;

/// What a function does with one request. Thread-safe: one instance serves many requests at a time.
/// Returns only when everything is settled and recorded: the platform may freeze the process right
/// after.
@FunctionalInterface
public interface StreamingHandler {
    /// @throws IOException when the client has gone
    void handle(ProxyRequest request, ProxyResponse response, Invocation invocation)
            throws IOException;
}
