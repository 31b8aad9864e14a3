package dev.tollgate.llmproxy.provider.openai;

import dev.tollgate.core.config.ChatServer;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.language.Language;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.Provider;
import dev.tollgate.llmproxy.provider.TokenBound;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.llmproxy.provider.UpstreamRequest;
import jakarta.inject.Singleton;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/// Chat completions of OpenAI and whoever speaks like it.
@Singleton
final class OpenAiProvider implements Provider.Native, Provider.Translating {
    /// A prompt cache keeps what it likes without being asked, so a mark for it needs no place.
    /// Thoughts of earlier turns have none: no model of this language is shown them again, its own
    /// clients leave them out.
    private static final Set<Feature> CARRIES =
            Set.of(
                    Feature.IMAGE,
                    Feature.IMAGE_URL,
                    Feature.DOCUMENT,
                    Feature.AUDIO,
                    Feature.REASONING,
                    Feature.REASONING_EFFORT,
                    Feature.TOOL_CHOICE_FORCED,
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
    public boolean speaks(Language language, Upstream upstream) {
        return language == Language.CHAT_COMPLETIONS;
    }

    @Override
    public Exchange pass(NativeCall call, Upstream upstream) {
        var passed = PassedRequest.of(call, upstream);
        return new Exchange(
                request(call.stream(), passed.body(), upstream),
                passed.bound(),
                call.stream() ? new PassedStream(passed.showUsage()) : new PassedDocument());
    }

    @Override
    public Set<Feature> carries(Upstream upstream) {
        return new NotTaken(upstream.config().server().refuses()).without(CARRIES);
    }

    @Override
    public Exchange translate(ChatRequest request, Upstream upstream) {
        upstream.requirePrices(request.members());
        long output = upstream.capped(request.sampling().maxTokens());
        byte[] body =
                StrictJson.write(OpenAiRequest.write(request.withMaxTokens(output), upstream));
        return new Exchange(
                request(request.stream(), body, upstream),
                TokenBound.of(body.length, TokenBound.Contents.of(request), output),
                request.stream() ? new OpenAiStreamReader() : new OpenAiAnswerReader());
    }

    private static UpstreamRequest request(boolean stream, byte[] body, Upstream upstream) {
        var headers =
                Map.of(
                        "content-type",
                        "application/json",
                        "accept",
                        stream ? "text/event-stream" : "application/json");
        return new UpstreamRequest(path(upstream), headers, body);
    }

    private static String path(Upstream upstream) {
        ChatServer server = upstream.config().server();
        String path = server.path().replace(ChatServer.MODEL, encoded(upstream.target().model()));
        return server.apiVersion() == null
                ? path
                : path + "?api-version=" + encoded(server.apiVersion());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
