package dev.tollgate.echo;

import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.config.Settings;
import dev.tollgate.runtime.Invocation;
import dev.tollgate.runtime.ProxyRequest;
import dev.tollgate.runtime.ProxyResponse;
import dev.tollgate.runtime.StreamingHandler;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;

/// Sends the body back, or misbehaves as the path says.
@Singleton
public final class EchoHandler implements StreamingHandler {
    EchoHandler(Settings settings, IdSource ids) {
        if (settings.toString().isEmpty() || ids.next().isEmpty()) {
            throw new IllegalStateException("the runtime's beans are there");
        }
    }

    @Override
    public void handle(ProxyRequest request, ProxyResponse response, Invocation invocation)
            throws IOException {
        switch (request.path()) {
            case "/echo" -> echo(request, response);
            case "/defect" -> throw new IllegalStateException("a secret detail");
            case "/deep" -> overflow(0);
            case "/silent" -> {}
            case "/late-defect" -> {
                echo(request, response);
                throw new IllegalStateException("a secret detail");
            }
            default -> throw new IOException("the client has gone");
        }
    }

    private static void echo(ProxyRequest request, ProxyResponse response) throws IOException {
        try (var body = response.start(200, Map.of("x-request", request.requestId()))) {
            body.write(request.body());
        }
    }

    @SuppressWarnings("InfiniteRecursion")
    private static int overflow(int depth) {
        return overflow(depth + 1) + depth;
    }
}
