package dev.tollgate.llmproxy.provider.openai;

import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.ChatRequest.Part;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.Provider;
import dev.tollgate.llmproxy.provider.TokenBound;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.llmproxy.provider.UpstreamRequest;
import jakarta.inject.Singleton;
import java.util.Map;

/// Chat completions of OpenAI and whoever speaks like it.
@Singleton
final class OpenAiProvider implements Provider.OtherLanguage {
    @Override
    public ProviderKind kind() {
        return ProviderKind.OPENAI;
    }

    @Override
    public Exchange exchange(ChatRequest request, Upstream upstream) {
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
        long images =
                request.turns().stream()
                        .flatMap(turn -> turn.parts().stream())
                        .filter(Part.Image.class::isInstance)
                        .count();
        return new TokenBound.Contents((int) images, false, !request.tools().isEmpty());
    }
}
