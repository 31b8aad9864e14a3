package dev.tollgate.localstack.api;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tollgate.testkit.MutableClock;
import dev.tollgate.testkit.SequentialIds;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// The emulator with the real contract, in front of a function and an authorizer that a test
/// scripts. Keeps the events they were called with.
final class RunningGateway implements AutoCloseable {
    static final ObjectMapper JSON = JsonMapper.builder().build();
    static final Path CONTRACT = Path.of("../openapi/tollgate.yaml");
    static final String CONVERSE = "/model/sim.claude/converse";

    final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T09:30:00Z"));
    final List<JsonNode> events = new CopyOnWriteArrayList<>();
    final List<JsonNode> authorizerEvents = new CopyOnWriteArrayList<>();

    private final AtomicReference<RequestStreamHandler> function =
            new AtomicReference<>(Scripts.answering(200, "{}"));
    private final AtomicReference<RequestStreamHandler> authorizer =
            new AtomicReference<>(Scripts.allowing("*"));
    private final ApiEmulator emulator;

    RunningGateway() throws IOException {
        this(UnaryOperator.identity());
    }

    RunningGateway(UnaryOperator<ApiEmulator.Options> options) throws IOException {
        RequestStreamHandler scripted = recording(events, function);
        emulator =
                ApiEmulator.start(
                        options.apply(ApiEmulator.Options.of(CONTRACT, clock, new SequentialIds())),
                        Map.of("llm-proxy", scripted, "control", scripted),
                        recording(authorizerEvents, authorizer));
    }

    private static RequestStreamHandler recording(
            List<JsonNode> seen, AtomicReference<RequestStreamHandler> script) {
        return (in, out, context) -> {
            byte[] event = in.readAllBytes();
            seen.add(JSON.readTree(event));
            script.get().handleRequest(InputStream.nullInputStream(), out, context);
        };
    }

    RunningGateway function(RequestStreamHandler script) {
        function.set(script);
        return this;
    }

    RunningGateway authorizer(RequestStreamHandler script) {
        authorizer.set(script);
        return this;
    }

    int port() {
        return emulator.port();
    }

    URI uri(String pathAndQuery) {
        return URI.create("http://127.0.0.1:" + emulator.port() + pathAndQuery);
    }

    URI tlsUri(String pathAndQuery) {
        return URI.create("https://127.0.0.1:" + emulator.tlsPort() + pathAndQuery);
    }

    /// A POST of `{}` to `converse` with a credential.
    HttpRequest.Builder converse() {
        return request(CONVERSE).POST(HttpRequest.BodyPublishers.ofString("{}"));
    }

    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(uri(pathAndQuery))
                .header("Authorization", "Bearer somebody")
                .timeout(Duration.ofSeconds(60));
    }

    @Override
    public void close() {
        emulator.close();
    }
}
