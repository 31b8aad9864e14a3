package dev.tollgate.localstack.upstream.http;

import java.io.IOException;

/// Answers the requests below one path prefix. Thread-safe; each request has a virtual thread of
/// its own, which may block.
@FunctionalInterface
public interface Endpoint {
    /// @throws IOException when the client has gone, or to break the connection off: what was sent
    ///   stays sent, and the answer never ends cleanly
    void handle(Exchange exchange) throws IOException;
}
