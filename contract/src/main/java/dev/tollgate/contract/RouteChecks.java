package dev.tollgate.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.contract.ContractDocument.Operation;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import software.amazon.eventstream.Message;
import software.amazon.eventstream.MessageDecoder;

/// Every example and every refusal of the contract, sent; what comes back is what the contract
/// says.
final class RouteChecks implements Area {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> MODELS = List.of(Target.SIMULATED, "sim.gpt");
    private static final List<String> GUARDRAILS = List.of("sim.mask", "sim.block");
    private static final String EXAMPLES = "requestBody/content/application~1json/examples";

    private final ContractDocument contract = ContractDocument.read();
    private final Target target;
    private final Caller caller;

    RouteChecks(Target target) {
        this.target = target;
        this.caller = Caller.of(target);
    }

    /// What is sent, and what must come back.
    ///
    /// @param alias empty where none is named
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
        boolean namesAModel() {
            return operation.path().contains("{model}");
        }
    }

    private record Body(String name, JsonNode node) {}

    @Override
    public String name() {
        return "routes";
    }

    @Override
    public Stream<Check> checks() {
        return Stream.of(examples(), bareRequests(), refusals(), withoutCredential())
                .flatMap(replays -> replays)
                .map(replay ->
                        new Check(
                                (replay.operation() + " " + replay.alias() + " " + replay.name())
                                        .replaceAll(" +", " "),
                                () -> assertHolds(replay)));
    }

    private static List<String> aliases(Operation operation) {
        return isOfGuardrails(operation) ? GUARDRAILS : MODELS;
    }

    private static boolean isOfGuardrails(Operation operation) {
        return operation.path().startsWith("/guardrail/");
    }

    private Stream<Replay> examples() {
        return contract.operations()
                .flatMap(operation ->
                        bodies(operation, EXAMPLES)
                                .flatMap(example ->
                                        aliases(operation).stream()
                                                .map(alias ->
                                                        accepted(operation, alias, example))));
    }

    private Stream<Replay> bareRequests() {
        return contract.operations()
                .filter(operation -> !operation.node().has("requestBody"))
                .map(RouteChecks::bare);
    }

    /// There is no call that the example's trace could be of.
    private static Replay bare(Operation operation) {
        return operation.path().startsWith("/v1/traces/")
                ? new Replay(operation, "bare", "", "", true, 404, "ResourceNotFoundException")
                : new Replay(operation, "bare", "", "", true, 200, "");
    }

    private Stream<Replay> refusals() {
        return contract.operations()
                .flatMap(operation ->
                        bodies(operation, "x-tollgate-refusals")
                                .flatMap(refusal ->
                                        aliases(operation).stream()
                                                .map(alias -> refused(operation, alias, refusal))));
    }

    private Stream<Replay> withoutCredential() {
        return contract.operations()
                .filter(operation -> !operation.node().path("security").isEmpty())
                .map(operation ->
                        new Replay(
                                operation,
                                "no credential",
                                Target.SIMULATED,
                                operation.method().equals("GET") ? "" : "{}",
                                false,
                                401,
                                "AccessDeniedException"));
    }

    /// What another language than the model's own cannot say is refused by name.
    private static Replay accepted(Operation operation, String alias, Body example) {
        boolean translated =
                alias.equals(Target.SIMULATED)
                        || isOfGuardrails(operation)
                        || operation.path().contains("/converse")
                        || operation.path().equals("/v1/messages")
                        || operation.path().endsWith("/chat/completions");
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

    /// The example, for this alias where the alias stands in the body.
    private static String body(Body example, String alias) {
        JsonNode value = example.node().path("value").deepCopy();
        if (value.has("model") && value instanceof ObjectNode object) {
            object.put("model", alias);
        }
        return value.toString();
    }

    private Stream<Body> bodies(Operation operation, String where) {
        return contract.root()
                .at(operation.pointer() + '/' + where)
                .propertyStream()
                .map(member -> new Body(member.getKey(), member.getValue()));
    }

    private void assertHolds(Replay replay) throws Exception {
        if (replay.authorized() && (!replay.alias().isEmpty() || replay.namesAModel())) {
            // What an alias takes depends on its model: only of these does the suite know it.
            target.simulatorUrl();
        }
        HttpResponse<byte[]> answer = send(replay);
        String seen = answer + " " + new String(answer.body(), StandardCharsets.UTF_8);
        assertEquals(replay.status(), answer.statusCode(), seen);
        assertEquals(
                replay.errorType(), answer.headers().firstValue("x-amzn-ErrorType").orElse(""));
        assertFalse(answer.headers().firstValue("x-amzn-RequestId").orElse("").isBlank(), seen);
        String response =
                contract.resolved(replay.operation().pointer() + "/responses/" + replay.status());
        for (var header : contract.root().at(response + "/headers").properties()) {
            String spec = contract.resolved(response + "/headers/" + header.getKey());
            // A header that may be missing says so.
            boolean always = contract.root().at(spec).path("required").asBoolean(true);
            boolean given = answer.headers().firstValue(header.getKey()).isPresent();
            assertTrue(given || !always, header.getKey());
        }
        assertBody(response, answer, seen);
    }

    private void assertBody(String response, HttpResponse<byte[]> answer, String seen)
            throws IOException {
        String type = answer.headers().firstValue("content-type").orElse("");
        String content = response + "/content/" + ContractDocument.escaped(type);
        assertFalse(contract.root().at(content).isMissingNode(), content);
        if (type.equals("application/json")) {
            JsonNode body = JSON.readTree(answer.body());
            assertEquals(List.of(), contract.errors(content + "/schema", body), seen);
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

    private HttpResponse<byte[]> send(Replay replay) throws IOException, InterruptedException {
        String path =
                replay.operation()
                        .path()
                        .replace("{modelId}", replay.alias())
                        .replace("{guardrailIdentifier}", replay.alias())
                        .replace("{guardrailVersion}", "1")
                        .replace("{deployment}", replay.alias())
                        .replace("{model}", "sim.gpt")
                        .replace("{id}", "no-such-call");
        return caller.send(
                path,
                replay.authorized() ? target.caller() : null,
                Map.of(),
                replay.body().isEmpty() ? null : replay.body().getBytes(StandardCharsets.UTF_8));
    }
}
