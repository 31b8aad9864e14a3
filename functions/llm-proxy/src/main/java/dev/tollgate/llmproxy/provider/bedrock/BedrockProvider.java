package dev.tollgate.llmproxy.provider.bedrock;

import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.language.Language;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.llmproxy.messages.MessagesBetas;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.Provider;
import dev.tollgate.llmproxy.provider.TokenBound;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.llmproxy.provider.UpstreamRequest;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Models of the Bedrock runtime: the body passes with its token bound spliced in, the path gets
/// the upstream's model id.
@Singleton
final class BedrockProvider implements Provider.Native, Provider.Translating {
    @Override
    public ProviderKind kind() {
        return ProviderKind.BEDROCK;
    }

    @Override
    public boolean speaks(Language language, Upstream upstream) {
        return switch (language) {
            case CONVERSE, INVOKE, COUNT_TOKENS -> true;
            case MESSAGES, MESSAGES_COUNT_TOKENS -> InvokeBody.isNamedAnthropic(upstream);
            case APPLY_GUARDRAIL, CHAT_COMPLETIONS -> false;
        };
    }

    @Override
    public Exchange pass(NativeCall call, Upstream upstream) {
        return switch (call.language()) {
            case MESSAGES -> MessagesRoute.invoke(call, upstream);
            case MESSAGES_COUNT_TOKENS -> MessagesRoute.countTokens(call, upstream);
            case CONVERSE, INVOKE, COUNT_TOKENS, APPLY_GUARDRAIL, CHAT_COMPLETIONS ->
                    asItIs(call, upstream);
        };
    }

    /// Bedrock refuses a call for a beta feature that it does not know.
    @Override
    public List<String> wishes(NativeCall call) {
        return switch (call.language()) {
            case MESSAGES, MESSAGES_COUNT_TOKENS -> MessagesBetas.named(call);
            case CONVERSE, INVOKE, COUNT_TOKENS, APPLY_GUARDRAIL, CHAT_COMPLETIONS -> List.of();
        };
    }

    /// The path of an operation on the upstream's model.
    static String path(Upstream upstream, String segment) {
        String model = URLEncoder.encode(upstream.target().model(), StandardCharsets.UTF_8);
        return "/model/" + model.replace("+", "%20") + '/' + segment;
    }

    private static Exchange asItIs(NativeCall call, Upstream upstream) {
        Endpoint endpoint = Endpoint.of(call.language());
        BoundedBody bounded =
                switch (endpoint) {
                    case CONVERSE -> ConverseBody.bound(call, upstream);
                    case INVOKE -> InvokeBody.bound(call, upstream);
                    case COUNT_TOKENS -> countTokens(call);
                };
        String path = path(upstream, endpoint.segment(call.stream()));
        return new Exchange(
                new UpstreamRequest(path, BedrockHeaders.upstream(call), bounded.body()),
                bounded.bound(),
                reader(endpoint, call, upstream));
    }

    @Override
    public Set<Feature> carries(Upstream upstream) {
        return ConverseRequest.CARRIES;
    }

    @Override
    public Exchange translate(ChatRequest request, Upstream upstream) {
        long output = upstream.capped(request.sampling().maxTokens());
        boolean signs = InvokeBody.isNamedAnthropic(upstream);
        byte[] body = StrictJson.write(ConverseRequest.write(request.withMaxTokens(output), signs));
        return new Exchange(
                new UpstreamRequest(
                        path(upstream, Endpoint.CONVERSE.segment(request.stream())),
                        Map.of("content-type", "application/json"),
                        body),
                TokenBound.of(body.length, TokenBound.Contents.of(request), output),
                request.stream() ? new SaidFrames() : new SaidDocument());
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
