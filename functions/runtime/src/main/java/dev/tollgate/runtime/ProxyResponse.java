package dev.tollgate.runtime;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// The answer of a function, streamed: a status and headers once, then bytes. Not thread-safe.
public interface ProxyResponse {
    /// Writes the prelude. From here on no status can change.
    ///
    /// @param headers one value each; no Content-Length, which the platform refuses
    /// @return the body; a flush sends what was written. An [IOException] means that the client has
    ///   gone.
    /// @throws IllegalStateException when called twice
    OutputStream start(int status, Map<String, String> headers) throws IOException;

    /// Whether the prelude was written.
    boolean started();
}
