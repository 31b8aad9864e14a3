package dev.tollgate.localstack.simulator.anthropic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.simulator.messages.MessagesShape;
import dev.tollgate.localstack.simulator.messages.ReadMessages;
import dev.tollgate.localstack.simulator.play.Answer;
import dev.tollgate.localstack.simulator.play.Members;
import dev.tollgate.localstack.simulator.play.Prompt;
import dev.tollgate.localstack.simulator.play.RequestLog;
import dev.tollgate.localstack.simulator.play.Script;
import dev.tollgate.localstack.simulator.play.SimRefusal;
import dev.tollgate.localstack.simulator.play.SimulatedModel;
import dev.tollgate.localstack.simulator.play.Stage;
import dev.tollgate.localstack.upstream.http.Endpoint;
import dev.tollgate.localstack.upstream.http.Exchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/// `/v1/messages`, `/v1/messages/count_tokens` and `/v1/models` with one model, for those who show
/// the one known key, as `x-api-key` or as a bearer, and say `anthropic-version`. Thread-safe.
public final class AnthropicEndpoint implements Endpoint {
    private static final String NAME = "anthropic";
    public static final String MODEL = "claude-sim-1";

    private final byte[] key;
    private final Stage stage;
    private final RequestLog log;
    private final AtomicLong requests = new AtomicLong();

    /// @param key the upstream key that the gateway has for this provider
    public AnthropicEndpoint(String key, Stage stage, RequestLog log) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
        this.stage = stage;
        this.log = log;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        String requestId = "req_sim_" + requests.incrementAndGet();
        try {
            switch (exchange.method() + " " + exchange.subPath()) {
                case "POST /v1/messages" -> message(exchange, requestId);
                case "POST /v1/messages/count_tokens" -> count(exchange, requestId);
                case "GET /v1/models" -> models(exchange, requestId);
                default -> throw new SimRefusal(404, "", "no such path");
            }
        } catch (SimRefusal refusal) {
            var headers = new LinkedHashMap<>(refusal.headers());
            headers.putAll(head(requestId));
            exchange.sendJson(refusal.status(), headers, bytes(error(refusal, requestId)));
        }
    }

    private void message(Exchange exchange, String requestId) throws SimRefusal, IOException {
        Members body = admitted(exchange, "messages");
        boolean stream = body.flag("stream");
        body.optionalCount("max_tokens")
                .orElseThrow(() -> SimRefusal.invalid("max_tokens: Field required"));
        Prompt prompt = ReadMessages.read(body, ReadMessages.OWN);
        Script script = Script.of(prompt.lastUserText(), NAME);
        Answer answer = SimulatedModel.answer(prompt, script);
        stage.prepare(script);
        if (script.page()) {
            exchange.sendPage();
        } else if (stream) {
            OutputStream out =
                    exchange.stream(200, "text/event-stream; charset=utf-8", head(requestId));
            stage.play(answer, script, new MessagesShape(answer, MODEL, new MessagesSse(out)));
            out.close();
        } else {
            byte[] whole = bytes(MessagesShape.whole(answer, MODEL));
            stage.send(exchange, script, head(requestId), whole);
        }
    }

    private void count(Exchange exchange, String requestId) throws SimRefusal, IOException {
        Members body = admitted(exchange, "messages/count_tokens");
        Prompt prompt = ReadMessages.read(body, ReadMessages.OWN);
        Script script = Script.of(prompt.lastUserText(), NAME);
        stage.prepare(script);
        JsonNode count = JsonNodeFactory.instance.objectNode().put("input_tokens", prompt.tokens());
        stage.send(exchange, script, head(requestId), bytes(count));
    }

    private void models(Exchange exchange, String requestId) throws SimRefusal, IOException {
        authenticate(exchange);
        ObjectNode list = JsonNodeFactory.instance.objectNode();
        list.putArray("data")
                .addObject()
                .put("type", "model")
                .put("id", MODEL)
                .put("display_name", "Claude Sim 1")
                .put("created_at", "2026-01-01T00:00:00Z");
        list.put("has_more", false).put("first_id", MODEL).put("last_id", MODEL);
        exchange.sendJson(200, head(requestId), bytes(list));
    }

    /// The body of somebody who may ask for this model.
    private Members admitted(Exchange exchange, String operation) throws SimRefusal, IOException {
        Members body;
        String model = "";
        try {
            body = Members.ofBody(exchange.body());
            model = body.node().path("model").asText();
        } finally {
            log.add(exchange, NAME, operation, model);
        }
        authenticate(exchange);
        if (exchange.header("anthropic-version").isEmpty()) {
            throw SimRefusal.invalid("anthropic-version: header is required");
        }
        if (!body.requiredText("model").equals(MODEL)) {
            throw new SimRefusal(404, "", "model: " + model);
        }
        return body;
    }

    private void authenticate(Exchange exchange) throws SimRefusal {
        String given =
                exchange.header("x-api-key")
                        .orElseGet(() -> bearer(exchange.header("authorization").orElse("")));
        if (!MessageDigest.isEqual(key, given.getBytes(StandardCharsets.UTF_8))) {
            throw new SimRefusal(401, "", "invalid x-api-key");
        }
    }

    /// What stands behind the scheme; empty for another one.
    private static String bearer(String authorization) {
        return authorization.startsWith("Bearer ") ? authorization.substring(7) : "";
    }

    private static Map<String, String> head(String requestId) {
        return Map.of("request-id", requestId);
    }

    private static ObjectNode error(SimRefusal refusal, String requestId) {
        String type =
                switch (refusal.status()) {
                    case 401 -> "authentication_error";
                    case 403 -> "permission_error";
                    case 404 -> "not_found_error";
                    case 413 -> "request_too_large";
                    case 429 -> "rate_limit_error";
                    case 504 -> "timeout_error";
                    case 529 -> "overloaded_error";
                    default -> refusal.status() < 500 ? "invalid_request_error" : "api_error";
                };
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("type", "error");
        json.putObject("error").put("type", type).put("message", refusal.text());
        return json.put("request_id", requestId);
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
