package dev.tollgate.rehearsed;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tollgate.core.config.Settings;
import dev.tollgate.runtime.Invocation;
import dev.tollgate.runtime.LambdaFunction;
import dev.tollgate.runtime.ProxyFunction;
import dev.tollgate.runtime.ProxyRequest;
import dev.tollgate.runtime.ProxyResponse;
import dev.tollgate.runtime.StreamingFunction;
import dev.tollgate.runtime.StreamingHandler;
import dev.tollgate.runtime.priming.GatewayEvent;
import dev.tollgate.runtime.priming.Rehearsal;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// Answers which of this instance's calls it is, and prints a line for each.
public final class RehearsedFunction implements ProxyFunction {
    /// What the rehearsal expects in an answer.
    public static final String EXPECTED = "TOLLGATE_UPSTREAM_EXPECTED";

    private final StreamingFunction function;

    public RehearsedFunction() {
        this(Settings.ofEnvironment());
    }

    RehearsedFunction(Settings settings) {
        function = StreamingFunction.start(settings, RehearsedFunction.class);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context)
            throws IOException {
        function.handleRequest(event, out, context);
    }

    @Override
    public void close() {
        function.close();
    }

    @Singleton
    static final class Counts implements StreamingHandler {
        private final AtomicInteger calls = new AtomicInteger();

        @Override
        public void handle(ProxyRequest request, ProxyResponse response, Invocation invocation)
                throws IOException {
            int call = calls.incrementAndGet();
            System.out.println("call " + call);
            try (var body = response.start(200, Map.of())) {
                body.write(("call " + call).getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    @Singleton
    static final class Calls implements Rehearsal {
        private final Settings settings;

        Calls(Settings settings) {
            this.settings = settings;
        }

        @Override
        public Stage stage(URI origin) {
            var event = new GatewayEvent("GET", "/", "/", Map.of());
            String expected = settings.upstreamSecret(EXPECTED).orElseThrow();
            return new Stage(
                    Map.of(),
                    _ -> Reply.json(new byte[0]),
                    List.of(new Scene(event.question("nobody"), expected)));
        }

        @Override
        public LambdaFunction start(Settings settings) {
            return new RehearsedFunction(settings);
        }
    }
}
