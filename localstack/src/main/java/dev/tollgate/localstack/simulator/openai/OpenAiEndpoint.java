package dev.tollgate.localstack.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import java.util.Map;

/// `/v1/chat/completions` and `/v1/models` with one model, for those who show the one known key as
/// a bearer. Thread-safe.
public final class OpenAiEndpoint implements Endpoint {
    public static final String MODEL = "gpt-sim";

    private final byte[] bearer;
    private final Stage stage;
    private final RequestLog log;

    /// @param key the upstream key that the gateway has for this provider
    public OpenAiEndpoint(String key, Stage stage, RequestLog log) {
        this.bearer = ("Bearer " + key).getBytes(StandardCharsets.UTF_8);
        this.stage = stage;
        this.log = log;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        try {
            switch (exchange.method() + " " + exchange.subPath()) {
                case "POST /v1/chat/completions" -> complete(exchange);
                case "GET /v1/models" -> models(exchange);
                default -> throw new SimRefusal(404, "", "no such path");
            }
        } catch (SimRefusal refusal) {
            exchange.sendJson(refusal.status(), refusal.headers(), bytes(error(refusal)));
        }
    }

    private void complete(Exchange exchange) throws SimRefusal, IOException {
        Members body;
        String model = "";
        try {
            body = Members.ofBody(exchange.body());
            model = body.node().path("model").asText();
        } finally {
            log.add(exchange, "openai", "chat/completions", model);
        }
        authenticate(exchange);
        if (!body.requiredText("model").equals(MODEL)) {
            throw new SimRefusal(
                    404, "model_not_found", "The model '" + model + "' does not exist");
        }
        boolean stream = body.flag("stream");
        if (body.has("stream_options") && !stream) {
            throw SimRefusal.invalid("'stream_options' is only allowed when 'stream' is true");
        }
        boolean includeUsage = body.optionalObject("stream_options").flag("include_usage");
        Prompt prompt = ReadChat.read(body);
        Script script = Script.of(prompt.lastUserText());
        Answer answer = SimulatedModel.answer(prompt, script);
        stage.prepare(script);
        if (script.page()) {
            exchange.sendPage();
        } else if (stream) {
            OutputStream out = exchange.stream(200, "text/event-stream", Map.of());
            stage.play(answer, script, new ChatShape(answer, includeUsage, out));
            out.close();
        } else {
            stage.send(exchange, script, Map.of(), bytes(ChatShape.whole(answer)));
        }
    }

    private void models(Exchange exchange) throws SimRefusal, IOException {
        authenticate(exchange);
        ObjectNode list = JsonNodeFactory.instance.objectNode().put("object", "list");
        list.putArray("data")
                .addObject()
                .put("id", MODEL)
                .put("object", "model")
                .put("created", 0)
                .put("owned_by", "simulator");
        exchange.sendJson(200, Map.of(), bytes(list));
    }

    private void authenticate(Exchange exchange) throws SimRefusal {
        byte[] given = exchange.header("authorization").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(bearer, given)) {
            throw new SimRefusal(401, "invalid_api_key", "Incorrect API key provided.");
        }
    }

    private static ObjectNode error(SimRefusal refusal) {
        String type =
                switch (refusal.status()) {
                    case 429 -> "rate_limit_error";
                    default -> refusal.status() < 500 ? "invalid_request_error" : "server_error";
                };
        String code =
                refusal.code().isEmpty() && refusal.status() == 429
                        ? "rate_limit_exceeded"
                        : refusal.code();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("error")
                .put("message", refusal.text())
                .put("type", type)
                .putNull("param")
                .put("code", code.isEmpty() ? null : code);
        return json;
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
