package dev.tollgate.llmproxy.provider.gemini;

import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.Provider;
import dev.tollgate.llmproxy.provider.TokenBound;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.llmproxy.provider.UpstreamRequest;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// Google's Gemini API (reference, "Generating content"), through the chat model.
@Singleton
final class GeminiProvider implements Provider.Translating {
    private static final Map<String, String> HEADERS = Map.of("content-type", "application/json");

    /// All but what is elsewhere, and what there is no word for. A mark for the prompt cache needs
    /// none: it keeps what it likes without being asked.
    private static final Set<Feature> CARRIES =
            EnumSet.complementOf(EnumSet.of(Feature.IMAGE_URL, Feature.SINGLE_TOOL_CALL));

    @Override
    public ProviderKind kind() {
        return ProviderKind.GEMINI;
    }

    @Override
    public Set<Feature> carries(Upstream upstream) {
        return CARRIES;
    }

    @Override
    public Exchange translate(ChatRequest request, Upstream upstream) {
        upstream.requirePrices(request.members());
        long output = upstream.capped(request.sampling().maxTokens());
        String model = upstream.target().model();
        byte[] body = StrictJson.write(GeminiRequest.write(request.withMaxTokens(output), model));
        return new Exchange(
                new UpstreamRequest(path(model, request.stream()), HEADERS, body),
                TokenBound.of(body.length, TokenBound.Contents.of(request), output),
                request.stream() ? new GeminiStreamReader() : new GeminiAnswerReader());
    }

    private static String path(String model, boolean stream) {
        String encoded = URLEncoder.encode(model, StandardCharsets.UTF_8).replace("+", "%20");
        return "/models/"
                + encoded
                + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent");
    }
}
