package dev.tollgate.localstack.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.api.contract.ContractDocument;
import dev.tollgate.localstack.api.contract.ContractDocument.Operation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/// Acceptance: every example and every refusal of the contract, sent to the whole stack; what comes
/// back is what the contract says.
@ParameterizedClass
@EnumSource(Mode.class)
final class ContractReplayIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ContractDocument CONTRACT =
            ContractDocument.read(Path.of("../openapi/tollgate.yaml"));

    @TempDir static Path folder = Path.of("");

    private static TestStack stack;
    private static HttpClient http;

    /// JUnit gives [#start] only what it gives a constructor.
    ContractReplayIT(Mode mode) {}

    @BeforeParameterizedClassInvocation
    static void start(Mode mode) throws Exception {
        stack = TestStack.start(folder, mode);
        http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        http.close();
        stack.close();
    }

    /// What is sent, and what must come back.
    ///
    /// @param body empty for none
    /// @param errorType `x-amzn-ErrorType`; empty for none
    private record Replay(
            Operation operation,
            String name,
            String alias,
            String body,
            boolean authorized,
            int status,
            String errorType) {
        DynamicTest asTest() {
            return DynamicTest.dynamicTest(
                    operation + " " + alias + " " + name, () -> assertHolds(this));
        }
    }

    @TestFactory
    Stream<DynamicTest> examples_areAnswered() {
        return CONTRACT.operations()
                .flatMap(operation ->
                        bodies(operation, "requestBody/content/application~1json/examples")
                                .flatMap(example ->
                                        Stream.of("sim.claude", "sim.gpt")
                                                .map(alias -> accepted(operation, alias, example))))
                .map(Replay::asTest);
    }

    @TestFactory
    Stream<DynamicTest> requestsWithoutABody_areAnswered() {
        return CONTRACT.operations()
                .filter(operation -> !operation.node().has("requestBody"))
                .map(operation -> new Replay(operation, "bare", "", "", true, 200, "").asTest());
    }

    @TestFactory
    Stream<DynamicTest> refusals_areRefusedAsStated() {
        List<DynamicTest> refusals =
                CONTRACT.operations()
                        .flatMap(operation ->
                                bodies(operation, "x-tollgate-refusals")
                                        .flatMap(refusal ->
                                                Stream.of("sim.claude", "sim.gpt")
                                                        .map(alias ->
                                                                refused(
                                                                        operation, alias,
                                                                        refusal))))
                        .map(Replay::asTest)
                        .toList();
        assertFalse(refusals.isEmpty());
        return refusals.stream();
    }

    @TestFactory
    Stream<DynamicTest> requestsWithoutACredential_areUnauthorized() {
        return CONTRACT.operations()
                .filter(operation -> !operation.node().path("security").isEmpty())
                .map(operation ->
                        new Replay(
                                        operation,
                                        "no credential",
                                        "sim.claude",
                                        operation.method().equals("GET") ? "" : "{}",
                                        false,
                                        401,
                                        "AccessDeniedException")
                                .asTest());
    }

    /// What another language than the target's own cannot say is refused by name.
    private static Replay accepted(Operation operation, String alias, Body example) {
        boolean translated =
                alias.equals("sim.claude")
                        || operation.path().contains("/converse")
                        || operation.path().equals("/v1/messages")
                        || operation.path().startsWith("/v1/chat/");
        return new Replay(
                operation,
                example.name(),
                alias,
                body(example, alias),
                true,
                translated ? 200 : 400,
                translated || !operation.path().startsWith("/model/") ? "" : "ValidationException");
    }

    private static Replay refused(Operation operation, String alias, Body refusal) {
        return new Replay(
                operation,
                refusal.name(),
                alias,
                body(refusal, alias),
                true,
                refusal.node().path("status").asInt(),
                refusal.node().path("errorType").asText());
    }

    private record Body(String name, JsonNode node) {}

    /// The example, for this alias where the alias stands in the body.
    private static String body(Body example, String alias) {
        JsonNode value = example.node().path("value").deepCopy();
        if (value.has("model") && value instanceof ObjectNode object) {
            object.put("model", alias);
        }
        return value.toString();
    }

    private static Stream<Body> bodies(Operation operation, String where) {
        return CONTRACT.root()
                .at(operation.pointer() + '/' + where)
                .propertyStream()
                .map(member -> new Body(member.getKey(), member.getValue()));
    }

    private static void assertHolds(Replay replay) throws Exception {
        HttpResponse<byte[]> answer = send(replay);
        String seen = answer + " " + new String(answer.body(), StandardCharsets.UTF_8);
        assertEquals(replay.status(), answer.statusCode(), seen);
        assertEquals(
                replay.errorType(), answer.headers().firstValue("x-amzn-ErrorType").orElse(""));
        assertFalse(answer.headers().firstValue("x-amzn-RequestId").orElse("").isBlank(), seen);
        String response =
                CONTRACT.resolved(replay.operation().pointer() + "/responses/" + replay.status());
        for (var header : CONTRACT.root().at(response + "/headers").properties()) {
            String spec = CONTRACT.resolved(response + "/headers/" + header.getKey());
            // A header that may be missing says so.
            boolean always = CONTRACT.root().at(spec).path("required").asBoolean(true);
            boolean given = answer.headers().firstValue(header.getKey()).isPresent();
            assertTrue(given || !always, header.getKey());
        }
        assertBody(response, answer, seen);
    }

    private static void assertBody(String response, HttpResponse<byte[]> answer, String seen)
            throws IOException {
        String type = answer.headers().firstValue("content-type").orElse("");
        String content = response + "/content/" + ContractDocument.escaped(type);
        assertFalse(CONTRACT.root().at(content).isMissingNode(), content);
        if (type.equals("application/json")) {
            JsonNode body = JSON.readTree(answer.body());
            assertEquals(List.of(), CONTRACT.errors(content + "/schema", body), seen);
        } else if (type.equals("text/event-stream")) {
            assertTrue(
                    seen.endsWith("data: [DONE]\n\n")
                            || seen.endsWith("data: {\"type\":\"message_stop\"}\n\n"),
                    seen);
        } else {
            assertFrames(answer.body());
        }
    }

    /// Whole frames, all of them events.
    private static void assertFrames(byte[] body) {
        var frames = new ArrayList<Message>();
        new MessageDecoder(frames::add).feed(body);
        int bytes = 0;
        for (Message frame : frames) {
            var kind = Objects.requireNonNull(frame.getHeaders().get(":message-type"));
            assertEquals("event", kind.getString());
            bytes += frame.toByteBuffer().remaining();
        }
        assertTrue(frames.size() > 2, "frames: " + frames.size());
        assertEquals(body.length, bytes);
    }

    private static HttpResponse<byte[]> send(Replay replay)
            throws IOException, InterruptedException {
        String path =
                replay.operation()
                        .path()
                        .replace("{modelId}", replay.alias())
                        .replace("{model}", "sim.gpt");
        var request =
                HttpRequest.newBuilder(URI.create(stack.stack().url() + path))
                        .method(
                                replay.operation().method(),
                                replay.body().isEmpty()
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofString(replay.body()))
                        .header("content-type", "application/json");
        if (replay.authorized()) {
            String token = stack.stack().environment().get("TOLLGATE_JWT_ACME");
            request.header("authorization", "Bearer " + token);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }
}
