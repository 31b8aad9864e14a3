package dev.tollgate.localstack.deploy;

import dev.tollgate.localstack.stack.StackException;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;

/// An emulator that answers.
///
/// @param stops what ends its processes, in order
record RunningEmulator(URI endpoint, URI tlsEndpoint, List<Runnable> stops)
        implements AutoCloseable {
    private static final Pattern GATEWAY = Pattern.compile("https://([^.]+)\\.[^/]+/([^/]+)/?");

    /// Where an API is, below either endpoint.
    ///
    /// @param gatewayUrl as the CDK app puts it out: the address that it would have in an account
    static String stagePath(String gatewayUrl) {
        var url = GATEWAY.matcher(gatewayUrl);
        if (!url.matches()) {
            throw new StackException("the CDK app's output GatewayUrl is no API's: " + gatewayUrl);
        }
        return "/_aws/execute-api/" + url.group(1) + "/" + url.group(2);
    }

    @Override
    public void close() {
        stops.forEach(Runnable::run);
    }
}
