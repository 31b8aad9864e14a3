package dev.tollgate.localstack.simulator.openai;

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
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Chat completions as Azure OpenAI has them, with one deployment: by its path, which wants an
/// `api-version`, and by the v1 path, where the model names it. The key stands in `api-key`.
/// Thread-safe.
public final class AzureEndpoint implements Endpoint {
    private static final String NAME = "azure";
    public static final String DEPLOYMENT = "gpt-sim-deployment";

    private static final Pattern BY_DEPLOYMENT =
            Pattern.compile("/openai/deployments/([^/]+)/chat/completions");
    private static final Pattern VERSION =
            Pattern.compile("(?:.*&)?api-version=\\d{4}-\\d{2}-\\d{2}(?:-preview)?(?:&.*)?");

    private final byte[] key;
    private final Completions completions;
    private final RequestLog log;

    /// @param key the upstream key that the gateway has for this provider
    public AzureEndpoint(String key, Stage stage, RequestLog log) {
        this.key = key.getBytes(StandardCharsets.UTF_8);
        this.completions = new Completions(NAME, stage, Optional.of(new ContentFilter()));
        this.log = log;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        try {
            complete(exchange);
        } catch (SimRefusal refusal) {
            ObjectNode json = Completions.error(refusal);
            if (refusal.code().equals(ContentFilter.CODE)) {
                ContentFilter.explain(json.withObjectProperty("error"));
            }
            exchange.sendJson(
                    refusal.status(),
                    refusal.headers(),
                    json.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private void complete(Exchange exchange) throws SimRefusal, IOException {
        Members body = Members.ofBody(exchange.body());
        Matcher path = BY_DEPLOYMENT.matcher(exchange.subPath());
        boolean byDeployment = path.matches();
        String deployment = byDeployment ? path.group(1) : body.node().path("model").asText();
        log.add(exchange, NAME, "chat/completions", deployment);
        if (!exchange.method().equals("POST")
                || !(byDeployment || exchange.subPath().equals("/openai/v1/chat/completions"))) {
            throw new SimRefusal(404, "404", "Resource not found");
        }
        byte[] given = exchange.header("api-key").orElse("").getBytes(StandardCharsets.UTF_8);
        if (!MessageDigest.isEqual(key, given)) {
            throw new SimRefusal(
                    401, "401", "Access denied due to invalid subscription key or wrong endpoint.");
        }
        if (byDeployment && !VERSION.matcher(exchange.rawQuery()).matches()) {
            throw new SimRefusal(404, "404", "Resource not found: which api-version?");
        }
        if (!deployment.equals(DEPLOYMENT)) {
            throw new SimRefusal(
                    404, "DeploymentNotFound", "The deployment for this resource does not exist.");
        }
        completions.answer(exchange, body);
    }
}
