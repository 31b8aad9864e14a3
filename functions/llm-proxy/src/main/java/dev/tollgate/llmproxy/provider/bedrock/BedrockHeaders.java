package dev.tollgate.llmproxy.provider.bedrock;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.llmproxy.provider.HttpHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Which headers pass: those that Bedrock's own API names, never a credential.
final class BedrockHeaders {
    /// What to do in place of a guardrail inside of a model's call, whose units come beside the
    /// tokens: no bound holds for them, and Bedrock counts them only in a trace.
    static final String GUARDRAIL_APART =
            "its units are not in the model's price; apply the guardrail by an alias of its own"
                    + " (ApplyGuardrail)";

    private static final String METADATA = "x-amzn-bedrock-request-metadata";
    private static final List<String> PASSED =
            List.of("accept", "x-amzn-bedrock-accept", "x-amzn-bedrock-trace", METADATA);

    /// They change the price; ours have no tiers.
    private static final Map<String, Set<String>> DEFAULTS =
            Map.of(
                    "x-amzn-bedrock-performanceconfig-latency", Set.of("standard"),
                    "x-amzn-bedrock-service-tier", Set.of("default"));

    private static final String GUARDRAIL = "x-amzn-bedrock-guardrailidentifier";

    private BedrockHeaders() {}

    static Map<String, String> upstream(NativeCall call) {
        DEFAULTS.forEach((name, allowed) -> {
            String value = call.headers().get(name);
            if (value != null && !allowed.contains(value)) {
                throw refused(call, name, "leave it out, or send " + String.join(" or ", allowed));
            }
        });
        if (call.headers().containsKey(GUARDRAIL)) {
            throw refused(call, GUARDRAIL, GUARDRAIL_APART);
        }
        var headers = new TreeMap<String, String>();
        headers.put("content-type", "application/json");
        for (String name : PASSED) {
            String value = call.headers().get(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        String metadata = headers.get(METADATA);
        if (metadata != null) {
            var document = StrictJson.object(metadata.getBytes(StandardCharsets.UTF_8));
            RequestMetadata.check(new JsonField(call.alias(), "the header " + METADATA, document));
        }
        return headers;
    }

    private static Refused refused(NativeCall call, String header, String advice) {
        return new Refused(
                new GatewayError.NotSupportedByTarget(
                        "the header "
                                + header
                                + " cannot be carried over to what stands behind the model alias "
                                + call.alias()
                                + "; "
                                + advice));
    }

    /// Content type and what Bedrock says of its own; its `x-amzn-requestid` would hide ours.
    static Map<String, String> client(HttpHead head) {
        var headers = new TreeMap<String, String>();
        head.headers()
                .forEach((name, value) -> {
                    if (name.equals("content-type") || name.startsWith("x-amzn-bedrock-")) {
                        headers.put(name, value);
                    }
                });
        return headers;
    }
}
