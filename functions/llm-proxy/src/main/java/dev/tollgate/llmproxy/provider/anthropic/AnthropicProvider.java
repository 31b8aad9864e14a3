package dev.tollgate.llmproxy.provider.anthropic;

import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.json.MemberSplice;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.language.Language;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.llmproxy.messages.MessagesBetas;
import dev.tollgate.llmproxy.messages.MessagesBody;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.Provider;
import dev.tollgate.llmproxy.provider.TokenBound;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.llmproxy.provider.UpstreamRequest;
import jakarta.inject.Singleton;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Anthropic's Messages: bodies of clients that speak it pass with the model's name and the bound
/// on the answer spliced in; other chats are written as it.
@Singleton
final class AnthropicProvider implements Provider.Native, Provider.Translating {
    private static final String MESSAGES = "/v1/messages";
    private static final String COUNT_TOKENS = MESSAGES + "/count_tokens";
    private static final String VERSION_HEADER = "anthropic-version";
    private static final String VERSION = "2023-06-01";

    /// Of a request that is written here.
    private static final Map<String, String> WRITTEN =
            Map.of("content-type", "application/json", VERSION_HEADER, VERSION);

    /// All but sound, and an answer that is some JSON object of no schema.
    private static final Set<Feature> CARRIES =
            EnumSet.complementOf(EnumSet.of(Feature.AUDIO, Feature.JSON_OBJECT));

    @Override
    public ProviderKind kind() {
        return ProviderKind.ANTHROPIC;
    }

    @Override
    public boolean speaks(Language language, Upstream upstream) {
        return language == Language.MESSAGES || language == Language.MESSAGES_COUNT_TOKENS;
    }

    @Override
    public Exchange pass(NativeCall call, Upstream upstream) {
        var splice = new MemberSplice().set("model", upstream.target().model());
        if (call.language() == Language.MESSAGES_COUNT_TOKENS) {
            return new Exchange(
                    new UpstreamRequest(COUNT_TOKENS, headers(call), splice.apply(call.body())),
                    TokenBound.FREE,
                    AnthropicDocumentReader.ofCount());
        }
        JsonField root = call.root();
        TokenBound.Contents contents = MessagesBody.contents(root);
        Optional<Long> asked = MessagesBody.maxTokens(root);
        long output = upstream.capped(asked.orElse(null));
        if (asked.isEmpty() || asked.get() != output) {
            splice.set("max_tokens", LongNode.valueOf(output));
        }
        byte[] body = splice.apply(call.body());
        return new Exchange(
                new UpstreamRequest(MESSAGES, headers(call), body),
                TokenBound.of(body.length, contents, output),
                call.stream()
                        ? new AnthropicEvents(AnthropicEvents::verbatim)
                        : AnthropicDocumentReader.ofMessage());
    }

    @Override
    public Set<Feature> carries(Upstream upstream) {
        return CARRIES;
    }

    @Override
    public Exchange translate(ChatRequest request, Upstream upstream) {
        long output = upstream.capped(request.sampling().maxTokens());
        ObjectNode document =
                AnthropicRequest.write(request.withMaxTokens(output), upstream.target().model());
        byte[] body = StrictJson.write(document);
        TokenBound.Contents contents =
                MessagesBody.contents(JsonField.root(upstream.target().model(), document));
        return new Exchange(
                new UpstreamRequest(MESSAGES, WRITTEN, body),
                TokenBound.of(body.length, contents, output),
                request.stream()
                        ? new AnthropicEvents(new ChatSteps())
                        : new AnthropicAnswerReader());
    }

    private static Map<String, String> headers(NativeCall call) {
        var headers = new TreeMap<String, String>();
        headers.put("content-type", "application/json");
        headers.put(VERSION_HEADER, call.headers().getOrDefault(VERSION_HEADER, VERSION));
        String betas = String.join(",", MessagesBetas.of(call));
        if (!betas.isEmpty()) {
            headers.put(MessagesBetas.HEADER, betas);
        }
        return headers;
    }
}
