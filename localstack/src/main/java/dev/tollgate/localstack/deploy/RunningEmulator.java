package dev.tollgate.localstack.deploy;

import java.net.URI;
import java.util.List;

/// An emulator that answers.
///
/// @param stops what ends its processes, in order
record RunningEmulator(URI endpoint, URI tlsEndpoint, List<Runnable> stops)
        implements AutoCloseable {
    /// Where a stage of an API is, below either endpoint.
    static String stagePath(String api, String stage) {
        return "/_aws/execute-api/" + api + "/" + stage;
    }

    @Override
    public void close() {
        stops.forEach(Runnable::run);
    }
}
