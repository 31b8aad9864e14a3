package dev.tollgate.llmproxy.provider.bedrock;

import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.llmproxy.language.Language;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.Exchange;
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
final class BedrockProvider implements Provider.Native {
    @Override
    public ProviderKind kind() {
        return ProviderKind.BEDROCK;
    }

    @Override
    public boolean speaks(Language language, Upstream upstream) {
        return Endpoint.speaks(language);
    }

    @Override
    public Exchange pass(NativeCall call, Upstream upstream) {
        Endpoint endpoint = Endpoint.of(call.language());
        BoundedBody bounded =
                switch (endpoint) {
                    case CONVERSE -> ConverseBody.bound(call, upstream);
                    case INVOKE -> InvokeBody.bound(call, upstream);
                    case COUNT_TOKENS -> countTokens(call);
                };
        String model = URLEncoder.encode(upstream.target().model(), StandardCharsets.UTF_8);
        String path = "/model/" + model.replace("+", "%20") + '/' + endpoint.segment(call.stream());
        return new Exchange(
                new UpstreamRequest(path, BedrockHeaders.upstream(call), bounded.body()),
                bounded.bound(),
                reader(endpoint, call, upstream));
    }

    private static BoundedBody countTokens(NativeCall call) {
        call.root().required("input").only();
        return new BoundedBody(call.body(), TokenBound.FREE);
    }

    private static AnswerReader reader(Endpoint endpoint, NativeCall call, Upstream upstream) {
        if (!call.stream()) {
            return new DocumentReader(endpoint);
        }
        return new FrameReader(
                endpoint == Endpoint.CONVERSE
                        ? new ConverseEvents()
                        : new InvokeEvents(InvokeBody.isAnthropic(call, upstream)));
    }

    /// A request's body with its bound.
    @SuppressWarnings("ArrayRecordComponent") // passed on, never changed or compared
    record BoundedBody(byte[] body, TokenBound bound) {}
}
