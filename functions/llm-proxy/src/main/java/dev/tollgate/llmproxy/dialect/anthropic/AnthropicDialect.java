package dev.tollgate.llmproxy.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.llmproxy.dialect.ClientCall;
import dev.tollgate.llmproxy.dialect.Dialect;
import dev.tollgate.llmproxy.dialect.ErrorAnswer;
import dev.tollgate.llmproxy.dialect.ModelCard;
import dev.tollgate.llmproxy.dialect.ModelsRoute;
import dev.tollgate.llmproxy.dialect.RateLimits;
import dev.tollgate.llmproxy.dialect.ReadRequest;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.language.Language;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.runtime.ProxyRequest;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Anthropic's Messages and its counting of tokens.
@Singleton
final class AnthropicDialect implements Dialect.Listing {
    private static final Map<String, Language> ROUTES =
            Map.of(
                    "/v1/messages", Language.MESSAGES,
                    "/v1/messages/count_tokens", Language.MESSAGES_COUNT_TOKENS);

    /// Its SDKs may send a line for each beta feature; together they are one list.
    private static final String BETAS = "anthropic-beta";

    @Override
    public RouteFamily family() {
        return RouteFamily.ANTHROPIC;
    }

    @Override
    public boolean serves(String resource) {
        return ROUTES.containsKey(resource);
    }

    @Override
    public ClientCall read(ProxyRequest request) {
        Language language = ROUTES.get(request.resource());
        if (language == null) {
            throw new IllegalArgumentException("not of this dialect: " + request.resource());
        }
        ObjectNode document = ReadRequest.document(request);
        JsonField root = JsonField.root("", document);
        String alias = root.required("model").text();
        boolean stream =
                language == Language.MESSAGES
                        && root.member("stream").map(JsonField::bool).orElse(false);
        var content =
                new NativeCall(language, stream, alias, request.body(), document, headers(request));
        return new AnthropicCall(content, request.requestId());
    }

    @Override
    public Map<String, String> limitHeaders(RateLimits limits) {
        return AnthropicLimits.headers(limits);
    }

    @Override
    public ErrorAnswer refusal(GatewayError error, String requestId) {
        return AnthropicErrors.of(error).answer(error, requestId);
    }

    @Override
    public boolean lists(ProxyRequest request) {
        return ModelsRoute.isAnthropic(request);
    }

    @Override
    public ObjectNode list(List<ModelCard> models, Map<String, List<String>> query) {
        return ModelInfos.list(ModelPage.of(models, query));
    }

    @Override
    public ObjectNode card(ModelCard model) {
        return ModelInfos.info(model);
    }

    @Override
    public String requestIdHeader() {
        return MessageHead.REQUEST_ID;
    }

    private static Map<String, String> headers(ProxyRequest request) {
        var headers = new TreeMap<>(ReadRequest.headers(request));
        List<String> betas = request.headers().getOrDefault(BETAS, List.of());
        if (!betas.isEmpty()) {
            headers.put(BETAS, String.join(",", betas));
        }
        return headers;
    }
}
