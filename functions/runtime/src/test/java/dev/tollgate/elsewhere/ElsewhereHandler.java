package dev.tollgate.elsewhere;

import dev.tollgate.runtime.Invocation;
import dev.tollgate.runtime.ProxyRequest;
import dev.tollgate.runtime.ProxyResponse;
import dev.tollgate.runtime.StreamingHandler;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.Map;

/// Answers 204 to everything.
@Singleton
public final class ElsewhereHandler implements StreamingHandler {
    @Override
    public void handle(ProxyRequest request, ProxyResponse response, Invocation invocation)
            throws IOException {
        response.start(204, Map.of()).close();
    }
}
