package dev.tollgate.llmproxy.provider.bedrock;

import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.json.NumberSplice;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.llmproxy.messages.MessagesBody;
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

    /// Whether the body is read as Anthropic's: by the model's id, or, where an inference profile's
    /// hides the model, by what the client says.
    static boolean isAnthropic(NativeCall call, Upstream upstream) {
        return isNamedAnthropic(upstream) || call.document().has("anthropic_version");
    }

    static boolean isNamedAnthropic(Upstream upstream) {
        return upstream.target().model().contains("anthropic.");
    }

    private static BoundedBody anthropic(NativeCall call, Upstream upstream) {
        JsonField root = call.root();
        TokenBound.Contents contents = MessagesBody.contents(root);
        Optional<Long> asked = MessagesBody.maxTokens(root);
        long output = upstream.capped(asked.orElse(null));
        boolean asIs = asked.isPresent() && asked.get() == output;
        byte[] body = asIs ? call.body() : NumberSplice.set(call.body(), MAX_TOKENS, output);
        // Another model would pass over max_tokens, so the client's word does not lower the hold.
        long bound =
                isNamedAnthropic(upstream)
                        ? output
                        : Math.max(output, upstream.config().outputBound());
        return new BoundedBody(body, TokenBound.of(body.length, contents, bound));
    }
}
