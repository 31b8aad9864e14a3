package dev.tollgate.llmproxy.dialect;

import dev.tollgate.runtime.ProxyRequest;
import java.util.Set;

/// The route of models, which OpenAI's and Anthropic's clients share. Anthropic's say the version
/// of their API with every request, OpenAI's know no such header.
public final class ModelsRoute {
    private static final Set<String> RESOURCES = Set.of("/v1/models", "/v1/models/{model}");
    private static final String VERSION = "anthropic-version";

    private ModelsRoute() {}

    public static boolean isOpenAi(ProxyRequest request) {
        return isAsked(request) && !request.headers().containsKey(VERSION);
    }

    public static boolean isAnthropic(ProxyRequest request) {
        return isAsked(request) && request.headers().containsKey(VERSION);
    }

    private static boolean isAsked(ProxyRequest request) {
        return RESOURCES.contains(request.resource());
    }
}
