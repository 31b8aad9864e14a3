package dev.tollgate.llmproxy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.PrincipalContext;
import dev.tollgate.llmproxy.dialect.Dialect;
import dev.tollgate.llmproxy.dialect.ModelAlias;
import dev.tollgate.llmproxy.dialect.ModelCard;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.runtime.ProxyRequest;
import dev.tollgate.runtime.ProxyResponse;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Says which models the caller may use, in the caller's dialect. Calls nobody and costs nothing.
@Singleton
final class ListModels {
    private static final String ONE = "model";

    private final List<Dialect.Listing> dialects;
    private final CheckEntitlement entitlement;

    ListModels(List<Dialect.Listing> dialects, CheckEntitlement entitlement) {
        this.dialects = List.copyOf(dialects);
        this.entitlement = entitlement;
    }

    /// The dialect that is asked for its models, if the request asks for them.
    Optional<Dialect.Listing> asked(ProxyRequest request) {
        return dialects.stream().filter(dialect -> dialect.lists(request)).findFirst();
    }

    /// @throws IOException when the client has gone
    void answer(Dialect.Listing dialect, ProxyRequest request, ProxyResponse response)
            throws IOException {
        ObjectNode body;
        try {
            body = body(dialect, request);
        } catch (Refused refusal) {
            dialect.refusal(refusal.error(), request.requestId()).send(response);
            return;
        }
        Map<String, String> headers =
                Map.of(
                        "content-type",
                        "application/json",
                        dialect.requestIdHeader(),
                        request.requestId());
        OutputStream out = response.start(200, headers);
        out.write(StrictJson.write(body));
        out.flush();
    }

    private ObjectNode body(Dialect.Listing dialect, ProxyRequest request) {
        Principal principal = PrincipalContext.decode(request.authorizer());
        List<ModelCard> models = entitlement.models(principal, dialect.family());
        if (!request.pathParameters().containsKey(ONE)) {
            return dialect.list(models, request.query());
        }
        String alias = ModelAlias.decode(request.pathParameter(ONE));
        return models.stream()
                .filter(model -> model.alias().equals(alias))
                .findFirst()
                .map(dialect::card)
                .orElseThrow(() ->
                        new Refused(
                                new GatewayError.UnknownModel(
                                        "there is no model "
                                                + alias
                                                + " that this credential may use; list them at"
                                                + " /v1/models")));
    }
}
