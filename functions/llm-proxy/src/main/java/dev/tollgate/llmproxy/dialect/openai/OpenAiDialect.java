package dev.tollgate.llmproxy.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.llmproxy.dialect.ClientCall;
import dev.tollgate.llmproxy.dialect.Dialect;
import dev.tollgate.llmproxy.dialect.ErrorAnswer;
import dev.tollgate.llmproxy.dialect.ModelAlias;
import dev.tollgate.llmproxy.dialect.ModelCard;
import dev.tollgate.llmproxy.dialect.ModelsRoute;
import dev.tollgate.llmproxy.dialect.RateLimits;
import dev.tollgate.llmproxy.dialect.ReadRequest;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.language.Language;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.runtime.ProxyRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// OpenAI's chat completions, also by the paths of Azure's clients. The model alias is the
/// request's `model`; where Azure has a deployment in the path, it is that, and the body's is not
/// looked at.
@Singleton
final class OpenAiDialect implements Dialect.Listing {
    private static final String BY_DEPLOYMENT = "/openai/deployments/{deployment}/chat/completions";
    private static final Set<String> RESOURCES =
            Set.of("/v1/chat/completions", "/openai/v1/chat/completions", BY_DEPLOYMENT);
    private static final int LONGEST_ALIAS = 2048;

    private final Clock clock;

    OpenAiDialect(Clock clock) {
        this.clock = clock;
    }

    @Override
    public RouteFamily family() {
        return RouteFamily.OPENAI;
    }

    @Override
    public boolean serves(String resource) {
        return RESOURCES.contains(resource);
    }

    @Override
    public ClientCall read(ProxyRequest request) {
        ObjectNode document = ReadRequest.document(request);
        JsonField root = JsonField.root("", document);
        var content =
                new NativeCall(
                        Language.CHAT_COMPLETIONS,
                        root.member("stream").map(JsonField::bool).orElse(false),
                        alias(request, root),
                        request.body(),
                        document,
                        ReadRequest.headers(request));
        return new OpenAiCall(content, request.requestId(), clock.instant());
    }

    @Override
    public ErrorAnswer refusal(GatewayError error, String requestId) {
        return OpenAiErrors.of(error).answer(error, requestId);
    }

    @Override
    public Map<String, String> limitHeaders(RateLimits limits) {
        return OpenAiLimits.headers(limits);
    }

    @Override
    public boolean lists(ProxyRequest request) {
        return ModelsRoute.isOpenAi(request);
    }

    @Override
    public ObjectNode list(List<ModelCard> models, Map<String, List<String>> query) {
        return ModelObjects.list(models);
    }

    @Override
    public ObjectNode card(ModelCard model) {
        return ModelObjects.object(model);
    }

    @Override
    public String requestIdHeader() {
        return CompletionHead.REQUEST_ID;
    }

    private static String alias(ProxyRequest request, JsonField root) {
        if (request.resource().equals(BY_DEPLOYMENT)) {
            return ModelAlias.decode(request.pathParameter("deployment"));
        }
        JsonField model = root.required("model");
        String alias = model.text();
        if (alias.length() > LONGEST_ALIAS
                || alias.codePoints().anyMatch(Character::isISOControl)) {
            throw model.wrong("must be a model alias of your tenant");
        }
        return alias;
    }
}
