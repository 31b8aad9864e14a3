package dev.tollgate.llmproxy.provider.bedrock;

import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.json.NumberSplice;
import dev.tollgate.llmproxy.provider.NativeCall;
import dev.tollgate.llmproxy.provider.TokenBound;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.llmproxy.provider.bedrock.BedrockProvider.BoundedBody;
import java.util.List;
import java.util.Optional;

/// Native bodies on their way to Bedrock. Anthropic's has a bound that can be spliced; of any other
/// model's the provider's configured output bound is held.
final class InvokeBody {
    private static final List<String> MAX_TOKENS = List.of("max_tokens");

    private InvokeBody() {}

    static BoundedBody bound(NativeCall call, Upstream upstream) {
        return isAnthropic(call, upstream)
                ? anthropic(call, upstream)
                : new BoundedBody(
                        call.body(),
                        TokenBound.of(
                                call.body().length,
                                new TokenBound.Contents(0, true, true),
                                upstream.config().outputBound()));
    }

    static boolean isAnthropic(NativeCall call, Upstream upstream) {
        return upstream.target().model().contains("anthropic.")
                || call.document().has("anthropic_version");
    }

    private static BoundedBody anthropic(NativeCall call, Upstream upstream) {
        JsonField root = JsonField.root(call.document());
        var contents = new ContentCount();
        for (JsonField message : root.required("messages").items()) {
            message.object().path("content").forEach(contents::anthropic);
        }
        Optional<Long> asked =
                root.member("max_tokens").map(field -> field.number(1, Integer.MAX_VALUE));
        long output = upstream.capped(asked.orElse(null));
        boolean asIs = asked.isPresent() && asked.get() == output;
        byte[] body = asIs ? call.body() : NumberSplice.set(call.body(), MAX_TOKENS, output);
        boolean tools = root.member("tools").isPresent();
        return new BoundedBody(body, TokenBound.of(body.length, contents.total(tools), output));
    }
}
