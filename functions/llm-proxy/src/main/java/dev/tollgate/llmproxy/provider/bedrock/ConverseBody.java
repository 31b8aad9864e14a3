package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.json.NumberSplice;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.llmproxy.provider.TokenBound;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.llmproxy.provider.bedrock.BedrockProvider.BoundedBody;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Converse requests on their way to Bedrock. Only what bounds or prices a call is read; the rest
/// is Bedrock's to judge. Refused is what would make the bound or the price untrue.
final class ConverseBody {
    private static final List<String> MAX_TOKENS = List.of("inferenceConfig", "maxTokens");

    /// Names under which models take a bound of their own, in fields that go round Converse.
    private static final Set<String> BOUNDS =
            Set.of(
                    "max_tokens",
                    "maxTokens",
                    "max_new_tokens",
                    "maxNewTokens",
                    "max_completion_tokens",
                    "max_output_tokens",
                    "max_tokens_to_sample",
                    "maxTokenCount",
                    "max_gen_len",
                    "max_length",
                    "n",
                    "best_of",
                    "num_generations",
                    "numResults");

    private ConverseBody() {}

    static BoundedBody bound(NativeCall call, Upstream upstream) {
        JsonField root = call.root();
        var contents = new ContentCount();
        for (JsonField message : root.required("messages").items()) {
            message.required("role").text();
            message.required("content").items().forEach(contents::block);
        }
        root.member("system").ifPresent(system -> system.items().forEach(contents::block));
        root.member("toolConfig")
                .ifPresent(config -> config.required("tools").items().forEach(contents::block));
        root.member("requestMetadata").ifPresent(RequestMetadata::check);
        refuseOtherPrices(root);
        root.member("additionalModelRequestFields").ifPresent(ConverseBody::refuseOtherBounds);

        Optional<Long> asked = asked(root);
        long output = upstream.capped(asked.orElse(null));
        boolean asIs = asked.isPresent() && asked.get() == output;
        byte[] body = asIs ? call.body() : NumberSplice.set(call.body(), MAX_TOKENS, output);
        boolean tools = root.member("toolConfig").isPresent();
        return new BoundedBody(body, TokenBound.of(body.length, contents.total(tools), output));
    }

    private static Optional<Long> asked(JsonField root) {
        return root.member("inferenceConfig")
                .flatMap(config -> config.member("maxTokens"))
                .map(field -> field.number(1, Integer.MAX_VALUE));
    }

    private static void refuseOtherPrices(JsonField root) {
        root.member("guardrailConfig")
                .ifPresent(config -> {
                    throw config.notSupported(BedrockHeaders.GUARDRAIL_APART);
                });
        root.member("serviceTier")
                .map(tier -> tier.required("type"))
                .filter(type -> !type.text().equals("default"))
                .ifPresent(type -> {
                    throw type.notSupported();
                });
        root.member("performanceConfig")
                .flatMap(config -> config.member("latency"))
                .filter(latency -> !latency.text().equals("standard"))
                .ifPresent(latency -> {
                    throw latency.notSupported();
                });
    }

    private static void refuseOtherBounds(JsonField fields) {
        for (var member : fields.node().properties()) {
            JsonNode value = member.getValue();
            var field = new JsonField(fields.alias(), fields.path() + "." + member.getKey(), value);
            if (BOUNDS.contains(member.getKey())) {
                throw field.notSupported("bound the answer by inferenceConfig.maxTokens");
            }
            if (value.isObject()) {
                refuseOtherBounds(field);
            }
        }
    }
}
