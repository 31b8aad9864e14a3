package dev.tollgate.llmproxy.dialect.bedrock;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.llmproxy.dialect.ClientCall;
import dev.tollgate.llmproxy.dialect.Dialect;
import dev.tollgate.llmproxy.dialect.ErrorAnswer;
import dev.tollgate.llmproxy.dialect.ModelAlias;
import dev.tollgate.llmproxy.dialect.ReadRequest;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.runtime.ProxyRequest;
import jakarta.inject.Singleton;

/// The Bedrock runtime, as AWS SDKs speak to it.
@Singleton
final class BedrockDialect implements Dialect {
    @Override
    public RouteFamily family() {
        return RouteFamily.BEDROCK;
    }

    @Override
    public boolean serves(String resource) {
        return Operation.ofResource(resource).isPresent();
    }

    @Override
    public ClientCall read(ProxyRequest request) {
        Operation operation = Operation.ofResource(request.resource()).orElseThrow();
        String alias = ModelAlias.decode(request.pathParameter("modelId"));
        var content =
                new NativeCall(
                        operation.language(),
                        operation.stream(),
                        alias,
                        request.body(),
                        ReadRequest.document(request),
                        ReadRequest.headers(request));
        return new BedrockCall(operation, content);
    }

    @Override
    public ErrorAnswer refusal(GatewayError error, String requestId) {
        return BedrockErrors.of(error).answer(error);
    }
}
