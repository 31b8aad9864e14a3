package dev.tollgate.bench.peer;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.authorizer.AuthorizerFunction;
import dev.tollgate.bench.scene.Scene;
import dev.tollgate.core.config.Settings;
import dev.tollgate.llmproxy.LlmProxyFunction;
import dev.tollgate.localstack.api.ApiEmulator;
import dev.tollgate.runtime.SecureIds;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/// Tollgate as a server: the API emulator with its authorizer cache, authorizer and proxy, stores
/// in memory.
final class Gateway {
    private Gateway() {}

    /// @param arguments the port, the upstream's URL, the issuer's URL, the contract's path
    public static void main(String[] arguments) throws IOException {
        Settings settings = Scene.of(URI.create(arguments[1]), URI.create(arguments[2])).settings();
        RequestStreamHandler absent =
                (event, out, context) -> {
                    throw new IllegalStateException("not part of the measurement");
                };
        ApiEmulator.start(
                ApiEmulator.Options.of(Path.of(arguments[3]), Clock.systemUTC(), new SecureIds())
                        .withPort(Integer.parseInt(arguments[0])),
                Map.of("llm-proxy", new LlmProxyFunction(settings), "control", absent),
                new AuthorizerFunction(settings));
    }
}
