package dev.tollgate.llmproxy.provider.bedrock;

import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.NativeCall;
import dev.tollgate.llmproxy.provider.Provider;
import dev.tollgate.llmproxy.provider.TokenBound;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.llmproxy.provider.UpstreamRequest;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/// The Bedrock runtime itself: the body passes with its token bound spliced in, the path gets the
/// upstream's model id.
@Singleton
final class BedrockProvider implements Provider.SameLanguage {
    @Override
    public ProviderKind kind() {
        return ProviderKind.BEDROCK;
    }

    @Override
    public Exchange exchange(NativeCall call, Upstream upstream) {
        BoundedBody bounded =
                switch (call.operation()) {
                    case CONVERSE, CONVERSE_STREAM -> ConverseBody.bound(call, upstream);
                    case INVOKE, INVOKE_WITH_RESPONSE_STREAM -> InvokeBody.bound(call, upstream);
                    case COUNT_TOKENS -> countTokens(call);
                };
        String model = URLEncoder.encode(upstream.target().model(), StandardCharsets.UTF_8);
        String path = "/model/" + model.replace("+", "%20") + '/' + call.operation().segment();
        return new Exchange(
                new UpstreamRequest(path, BedrockHeaders.upstream(call), bounded.body()),
                bounded.bound(),
                reader(call, upstream));
    }

    private static BoundedBody countTokens(NativeCall call) {
        call.root().required("input").only();
        return new BoundedBody(call.body(), TokenBound.FREE);
    }

    private static AnswerReader reader(NativeCall call, Upstream upstream) {
        return switch (call.operation()) {
            case CONVERSE -> new DocumentReader(DocumentReader.Language.CONVERSE);
            case INVOKE -> new DocumentReader(DocumentReader.Language.INVOKE);
            case COUNT_TOKENS -> new DocumentReader(DocumentReader.Language.COUNT_TOKENS);
            case CONVERSE_STREAM -> new FrameReader(new ConverseEvents());
            case INVOKE_WITH_RESPONSE_STREAM ->
                    new FrameReader(new InvokeEvents(InvokeBody.isAnthropic(call, upstream)));
        };
    }

    /// A request's body with its bound.
    @SuppressWarnings("ArrayRecordComponent") // passed on, never changed or compared
    record BoundedBody(byte[] body, TokenBound bound) {}
}
