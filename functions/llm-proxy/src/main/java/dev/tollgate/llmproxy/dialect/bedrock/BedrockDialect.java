package dev.tollgate.llmproxy.dialect.bedrock;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.llmproxy.dialect.ClientCall;
import dev.tollgate.llmproxy.dialect.Dialect;
import dev.tollgate.llmproxy.dialect.ErrorAnswer;
import dev.tollgate.llmproxy.dialect.ModelAlias;
import dev.tollgate.llmproxy.dialect.ReadRequest;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.runtime.ProxyRequest;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/// The Bedrock runtime, as AWS SDKs speak to it.
@Singleton
final class BedrockDialect implements Dialect {
    /// Of a guardrail (Bedrock API reference, `ApplyGuardrail`).
    private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,7}|DRAFT");

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
        String alias = ModelAlias.decode(request.pathParameter(operation.alias()));
        var content =
                new NativeCall(
                        operation.language(),
                        operation.stream(),
                        alias,
                        version(operation, request),
                        request.body(),
                        ReadRequest.document(request),
                        ReadRequest.headers(request));
        return new BedrockCall(operation, content);
    }

    private static String version(Operation operation, ProxyRequest request) {
        if (operation != Operation.APPLY_GUARDRAIL) {
            return "";
        }
        String version = request.pathParameter("guardrailVersion");
        if (!VERSION.matcher(version).matches()) {
            throw new Refused(
                    new GatewayError.InvalidRequest(
                            "the guardrailVersion in the path is not valid; send a number of 1 to"
                                    + " 99999999, or DRAFT"));
        }
        return version;
    }

    @Override
    public ErrorAnswer refusal(GatewayError error, String requestId) {
        return BedrockErrors.of(error).answer(error);
    }
}
