package dev.tollgate.localstack.simulator.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.simulator.play.Members;
import dev.tollgate.localstack.simulator.play.RequestLog;
import dev.tollgate.localstack.simulator.play.SimRefusal;
import dev.tollgate.localstack.simulator.play.Stage;
import dev.tollgate.localstack.upstream.http.Endpoint;
import dev.tollgate.localstack.upstream.http.Exchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;

/// `/v1/chat/completions` and `/v1/models` with one model, for those who show the one known key as
/// a bearer. Thread-safe.
public final class OpenAiEndpoint implements Endpoint {
    private static final String NAME = "openai";
    public static final String MODEL = "gpt-sim";

    private final byte[] bearer;
    private final Completions completions;
    private final RequestLog log;

    /// @param key the upstream key that the gateway has for this provider
    public OpenAiEndpoint(String key, Stage stage, RequestLog log) {
        this.bearer = ("Bearer " + key).getBytes(StandardCharsets.UTF_8);
        this.completions = new Completions(NAME, stage, Optional.empty());
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
            exchange.sendJson(
                    refusal.status(), refusal.headers(), bytes(Completions.error(refusal)));
        }
    }

    private void complete(Exchange exchange) throws SimRefusal, IOException {
        Members body;
        String model = "";
        try {
            body = Members.ofBody(exchange.body());
            model = body.node().path("model").asText();
        } finally {
            log.add(exchange, NAME, "chat/completions", model);
        }
        authenticate(exchange);
        if (!body.requiredText("model").equals(MODEL)) {
            throw new SimRefusal(
                    404, "model_not_found", "The model '" + model + "' does not exist");
        }
        completions.answer(exchange, body);
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

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
