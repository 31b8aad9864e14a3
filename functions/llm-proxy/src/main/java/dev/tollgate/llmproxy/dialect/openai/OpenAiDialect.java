package dev.tollgate.llmproxy.dialect.openai;

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
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// OpenAI's chat completions. The model alias is the request's `model`.
@Singleton
final class OpenAiDialect implements Dialect.Listing {
    private static final String RESOURCE = "/v1/chat/completions";
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
        return resource.equals(RESOURCE);
    }

    @Override
    public ClientCall read(ProxyRequest request) {
        ObjectNode document = ReadRequest.document(request);
        JsonField root = JsonField.root("", document);
        var content =
                new NativeCall(
                        Language.CHAT_COMPLETIONS,
                        root.member("stream").map(JsonField::bool).orElse(false),
                        alias(root.required("model")),
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
    public ObjectNode list(List<ModelCard> models) {
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

    private static String alias(JsonField model) {
        String alias = model.text();
        if (alias.length() > LONGEST_ALIAS
                || alias.codePoints().anyMatch(Character::isISOControl)) {
            throw model.wrong("must be a model alias of your tenant");
        }
        return alias;
    }
}
