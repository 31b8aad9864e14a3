package dev.tollgate.localstack.simulator.gemini;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `/v1beta/models/{model}:generateContent` and `:streamGenerateContent?alt=sse` with one model,
/// for those who show the one known key as `x-goog-api-key`. Thread-safe.
public final class GeminiEndpoint implements Endpoint {
    private static final String NAME = "gemini";
    public static final String MODEL = "gemini-sim";

    private static final String KEY_HEADER = "x-goog-api-key";
    private static final String INVALID_KEY = "API_KEY_INVALID";
    private static final Pattern METHOD =
            Pattern.compile("/v1(?:beta)?/models/([^/:]+):(generateContent|streamGenerateContent)");

    private final byte[] key;
    private final Stage stage;
    private final RequestLog log;

    /// @param key the upstream key that the gateway has for this provider
    public GeminiEndpoint(String key, Stage stage, RequestLog log) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
        this.stage = stage;
        this.log = log;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        try {
            generate(exchange);
        } catch (SimRefusal refusal) {
            exchange.sendJson(refusal.status(), refusal.headers(), bytes(error(refusal)));
        }
    }

    private void generate(Exchange exchange) throws SimRefusal, IOException {
        Matcher method = METHOD.matcher(exchange.subPath());
        if (!exchange.method().equals("POST") || !method.matches()) {
            throw new SimRefusal(404, "", "no such path");
        }
        log.add(exchange, NAME, method.group(2), method.group(1));
        byte[] sent = exchange.body();
        authenticate(exchange);
        if (!method.group(1).equals(MODEL)) {
            throw new SimRefusal(404, "", "models/" + method.group(1) + " is not found");
        }
        Members body = ProtoNames.read(Members.ofBody(sent));
        Prompt prompt = ReadContents.read(body);
        Script script = Script.of(prompt.lastUserText(), NAME);
        Answer answer = SimulatedModel.answer(prompt, script);
        boolean thoughts = ReadContents.showsThoughts(body);
        stage.prepare(script);
        if (script.page()) {
            exchange.sendPage();
        } else if (method.group(2).equals("generateContent")) {
            stage.send(exchange, script, Map.of(), bytes(ContentShape.whole(answer, thoughts)));
        } else if (exchange.rawQuery().equals("alt=sse")) {
            OutputStream out = exchange.stream(200, "text/event-stream", Map.of());
            stage.play(answer, script, new ContentShape(answer, thoughts, out));
            out.close();
        } else {
            throw SimRefusal.invalid("the simulator streams with alt=sse alone");
        }
    }

    /// A wrong key is a wrong argument here; one that is missing is not.
    private void authenticate(Exchange exchange) throws SimRefusal {
        String given = exchange.header(KEY_HEADER).orElse("");
        if (given.isEmpty()) {
            throw new SimRefusal(403, "", "Method doesn't allow unregistered callers.");
        }
        if (!MessageDigest.isEqual(key, given.getBytes(StandardCharsets.UTF_8))) {
            throw new SimRefusal(
                    400, INVALID_KEY, "API key not valid. Please pass a valid API key.");
        }
    }

    private static ObjectNode error(SimRefusal refusal) {
        String status =
                switch (refusal.status()) {
                    case 401 -> "UNAUTHENTICATED";
                    case 403 -> "PERMISSION_DENIED";
                    case 404 -> "NOT_FOUND";
                    case 429 -> "RESOURCE_EXHAUSTED";
                    case 503 -> "UNAVAILABLE";
                    case 504 -> "DEADLINE_EXCEEDED";
                    default -> refusal.status() < 500 ? "INVALID_ARGUMENT" : "INTERNAL";
                };
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode error =
                json.putObject("error")
                        .put("code", refusal.status())
                        .put("message", refusal.text())
                        .put("status", status);
        if (!refusal.code().isEmpty()) {
            error.putArray("details")
                    .addObject()
                    .put("@type", "type.googleapis.com/google.rpc.ErrorInfo")
                    .put("reason", refusal.code())
                    .put("domain", "googleapis.com");
        }
        return json;
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
