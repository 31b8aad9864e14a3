package dev.tollgate.bench.plain;

import dev.tollgate.runtime.Invocation;
import dev.tollgate.runtime.ProxyRequest;
import dev.tollgate.runtime.ProxyResponse;
import dev.tollgate.runtime.StreamingHandler;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;

/// Reads the event and answers with its body.
@Singleton
public final class PlainFunction implements StreamingHandler {
    @Override
    public void handle(ProxyRequest request, ProxyResponse response, Invocation invocation)
            throws IOException {
        try (var out = response.start(200, Map.of("Content-Type", "application/json"))) {
            out.write(request.body());
        }
    }
}
