package dev.tollgate.llmproxy.provider.openai;

import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Part;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.Provider;
import dev.tollgate.llmproxy.provider.TokenBound;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.llmproxy.provider.UpstreamRequest;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/// Chat completions of OpenAI and whoever speaks like it.
@Singleton
final class OpenAiProvider implements Provider.Translating {
    /// A prompt cache keeps what it likes without being asked, so a mark for it needs no place.
    private static final Set<Feature> CARRIES =
            Set.of(
                    Feature.IMAGE,
                    Feature.IMAGE_URL,
                    Feature.DOCUMENT,
                    Feature.AUDIO,
                    Feature.REASONING_EFFORT,
                    Feature.TOOL_CHOICE_NONE,
                    Feature.SINGLE_TOOL_CALL,
                    Feature.STRICT_TOOL,
                    Feature.JSON_OBJECT,
                    Feature.JSON_SCHEMA,
                    Feature.CACHE_POINT,
                    Feature.STOP_SEQUENCES);

    @Override
    public ProviderKind kind() {
        return ProviderKind.OPENAI;
    }

    @Override
    public Set<Feature> carries() {
        return CARRIES;
    }

    @Override
    public Exchange translate(ChatRequest request, Upstream upstream) {
        long output = upstream.capped(request.sampling().maxTokens());
        byte[] body =
                StrictJson.write(
                        OpenAiRequest.write(
                                request.withMaxTokens(output), upstream.target().model()));
        var headers =
                Map.of(
                        "content-type",
                        "application/json",
                        "accept",
                        request.stream() ? "text/event-stream" : "application/json");
        return new Exchange(
                new UpstreamRequest("/chat/completions", headers, body),
                TokenBound.of(body.length, contents(request), output),
                request.stream() ? new OpenAiStreamReader() : new OpenAiAnswerReader());
    }

    private static TokenBound.Contents contents(ChatRequest request) {
        int images = 0;
        boolean compressed = false;
        for (var turn : request.turns()) {
            for (Part part : turn.parts()) {
                images += part instanceof Part.Image || part instanceof Part.ImageUrl ? 1 : 0;
                compressed |= part instanceof Part.Document || part instanceof Part.Audio;
            }
        }
        return new TokenBound.Contents(images, compressed, !request.tools().list().isEmpty());
    }
}
