package dev.tollgate.localstack.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.tollgate.localstack.account.Identities;
import dev.tollgate.localstack.account.VerifySignature;
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
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `POST /model/{modelId}/{operation}` with one model, and `POST
/// /guardrail/{id}/version/{version}/apply` with two guardrails. Thread-safe.
public final class BedrockEndpoint implements Endpoint {
    private static final String NAME = "bedrock";
    public static final String MODEL = "anthropic.claude-sim-v1:0";

    /// What the ARNs of models begin with.
    public static final String MODELS = "arn:aws:bedrock:us-east-1::foundation-model/";

    /// What the model calls itself in answers of its own language.
    private static final String NATIVE_NAME = "claude-sim-v1";

    private static final Pattern PATH = Pattern.compile("/model/([^/]+)/([a-z-]+)");
    private static final Pattern GUARDRAIL =
            Pattern.compile("/guardrail/([^/]+)/version/([^/]+)/(apply)");
    private static final String EVENT_STREAM = "application/vnd.amazon.eventstream";

    private final Authorize authorize;
    private final Stage stage;
    private final RequestLog log;
    private final AtomicLong requests = new AtomicLong();

    public BedrockEndpoint(Identities identities, Clock clock, Stage stage, RequestLog log) {
        this.authorize = new Authorize(new VerifySignature(identities, "bedrock", clock));
        this.stage = stage;
        this.log = log;
    }

    /// ARNs of the guardrails.
    public static List<String> guardrails() {
        return SimulatedGuardrail.arns();
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        String requestId = "sim-" + requests.incrementAndGet();
        try {
            answer(exchange, requestId);
        } catch (SimRefusal refusal) {
            JsonNode body = JsonNodeFactory.instance.objectNode().put("message", refusal.text());
            var headers = new LinkedHashMap<>(refusal.headers());
            headers.put("x-amzn-ErrorType", errorType(refusal));
            headers.put("x-amzn-RequestId", requestId);
            exchange.sendJson(refusal.status(), headers, bytes(body));
        }
    }

    private void answer(Exchange exchange, String requestId) throws SimRefusal, IOException {
        Matcher path = PATH.matcher(exchange.subPath());
        Matcher guardrail = GUARDRAIL.matcher(exchange.subPath());
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("x-amzn-RequestId", requestId);
        if (!exchange.method().equals("POST") || !(path.matches() || guardrail.matches())) {
            throw new SimRefusal(404, "UnknownOperationException", "no such operation");
        }
        if (guardrail.matches()) {
            apply(exchange, guardrail, headers);
            return;
        }
        String model = URLDecoder.decode(path.group(1), StandardCharsets.UTF_8);
        String operation = path.group(2);
        log.add(exchange, NAME, operation, model);
        authorize(exchange, operation, model);
        if (!model.equals(MODEL)) {
            throw new SimRefusal(404, "", "Could not resolve the foundation model: " + model);
        }
        Members body = Members.ofBody(exchange.body());
        switch (operation) {
            case "converse", "converse-stream", "invoke", "invoke-with-response-stream" ->
                    generate(exchange, operation, body, headers);
            case "count-tokens" -> countTokens(exchange, body, headers);
            default -> throw new SimRefusal(404, "UnknownOperationException", "no such operation");
        }
    }

    private void authorize(Exchange exchange, String operation, String model)
            throws SimRefusal, IOException {
        String action =
                switch (operation) {
                    case "converse-stream", "invoke-with-response-stream" ->
                            "bedrock:InvokeModelWithResponseStream";
                    case "count-tokens" -> "bedrock:CountTokens";
                    default -> "bedrock:InvokeModel";
                };
        authorize.require(exchange, action, MODELS + model);
    }

    private void apply(Exchange exchange, Matcher path, Map<String, String> headers)
            throws SimRefusal, IOException {
        String id = URLDecoder.decode(path.group(1), StandardCharsets.UTF_8);
        log.add(exchange, NAME, path.group(3), id);
        authorize.require(exchange, "bedrock:ApplyGuardrail", SimulatedGuardrail.ARNS + id);
        var asked = ApplyGuardrail.read(id, path.group(2), Members.ofBody(exchange.body()));
        Script script = asked.script(NAME);
        stage.prepare(script);
        if (script.page()) {
            exchange.sendPage();
            return;
        }
        stage.send(exchange, script, headers, bytes(asked.answer(!script.noUsage())));
    }

    private void generate(
            Exchange exchange, String operation, Members body, Map<String, String> headers)
            throws SimRefusal, IOException {
        boolean converse = operation.startsWith("converse");
        Prompt prompt = converse ? ReadConverse.read(body) : invocation(body);
        Script script = Script.of(prompt.lastUserText(), NAME);
        Answer answer = SimulatedModel.answer(prompt, script);
        stage.prepare(script);
        if (script.page()) {
            exchange.sendPage();
            return;
        }
        switch (operation) {
            case "converse" ->
                    stage.send(exchange, script, headers, bytes(ConverseShape.whole(answer)));
            case "invoke" -> {
                count(answer, headers);
                stage.send(
                        exchange, script, headers, bytes(MessagesShape.whole(answer, NATIVE_NAME)));
            }
            default -> {
                if (!converse) {
                    headers.put("X-Amzn-Bedrock-Content-Type", "application/json");
                }
                OutputStream out = exchange.stream(200, EVENT_STREAM, headers);
                EventFrames frames = new EventFrames(out);
                stage.play(
                        answer,
                        script,
                        converse
                                ? new ConverseShape(answer, frames)
                                : new MessagesShape(
                                        answer, NATIVE_NAME, new MessagesChunks(frames)));
                out.close();
            }
        }
    }

    private static Prompt invocation(Members body) throws SimRefusal {
        body.optionalCount("max_tokens")
                .orElseThrow(() -> body.wrong("max_tokens", "a whole number above 0"));
        return ReadMessages.read(body, ReadMessages.BEDROCK);
    }

    private static void count(Answer answer, Map<String, String> headers) {
        answer.usage()
                .ifPresent(usage -> {
                    headers.put("x-amzn-bedrock-input-token-count", String.valueOf(usage.in()));
                    headers.put("x-amzn-bedrock-output-token-count", String.valueOf(usage.out()));
                });
        headers.put("x-amzn-bedrock-invocation-latency", String.valueOf(answer.latencyMillis()));
    }

    private void countTokens(Exchange exchange, Members body, Map<String, String> headers)
            throws SimRefusal, IOException {
        Members input = body.requiredObject("input");
        Prompt prompt =
                input.has("converse")
                        ? ReadConverse.read(input.requiredObject("converse"))
                        : invocation(Members.ofBody(base64(input.requiredObject("invokeModel"))));
        Script script = Script.of(prompt.lastUserText(), NAME);
        stage.prepare(script);
        JsonNode count = JsonNodeFactory.instance.objectNode().put("inputTokens", prompt.tokens());
        stage.send(exchange, script, headers, bytes(count));
    }

    private static byte[] base64(Members invokeModel) throws SimRefusal {
        try {
            return Base64.getDecoder().decode(invokeModel.requiredText("body"));
        } catch (IllegalArgumentException _) {
            throw invokeModel.wrong("body", "base64");
        }
    }

    /// Bedrock's names of errors by status.
    private static String errorType(SimRefusal refusal) {
        if (!refusal.code().isEmpty()) {
            return refusal.code();
        }
        return switch (refusal.status()) {
            case 403 -> "AccessDeniedException";
            case 404 -> "ResourceNotFoundException";
            case 408 -> "ModelTimeoutException";
            case 424 -> "ModelErrorException";
            case 429 -> "ThrottlingException";
            case 503 -> "ServiceUnavailableException";
            default -> refusal.status() < 500 ? "ValidationException" : "InternalServerException";
        };
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
