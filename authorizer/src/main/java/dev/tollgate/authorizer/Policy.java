package dev.tollgate.authorizer;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.PrincipalContext;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.principal.Scope;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The authorizer's answer. API Gateway keeps it for the credential and holds every later request
/// of any route of the stage against it, so it says all that the credential may reach, never only
/// what was asked for. Source: "Output from an API Gateway Lambda authorizer".
///
/// @param principalId for access logs
/// @param context reaches functions and gateway responses
record Policy(
        String principalId, boolean allow, List<String> resources, Map<String, String> context) {
    /// Printed by the gateway's 403.
    static final String REASON = "reason";

    private static final ObjectMapper JSON = new ObjectMapper();

    /// Allows the route families of the principal's scope and no other.
    ///
    /// @param stageArn see [AuthorizerEvent#stageArn]
    static Policy of(Principal principal, String stageArn) {
        Scope scope = principal.scope();
        if (scope.routes().isEmpty()) {
            return barred("This credential may use no routes at all.", stageArn);
        }
        List<String> resources =
                scope.routes().stream()
                        .flatMap(family -> resources(family).stream())
                        .map(stageArn::concat)
                        .distinct()
                        .sorted()
                        .toList();
        var context = new LinkedHashMap<>(PrincipalContext.encode(principal));
        context.put(REASON, outOfScope(scope));
        return new Policy(principal.tenant() + "/" + principal.subject(), true, resources, context);
    }

    static Policy barred(String reason, String stageArn) {
        return new Policy("unknown", false, List.of(stageArn + "*"), Map.of(REASON, reason));
    }

    byte[] json() throws IOException {
        var statement = new LinkedHashMap<String, Object>();
        statement.put("Action", "execute-api:Invoke");
        statement.put("Effect", allow ? "Allow" : "Deny");
        statement.put("Resource", resources);
        var document = new LinkedHashMap<String, Object>();
        document.put("Version", "2012-10-17");
        document.put("Statement", List.of(statement));
        var policy = new LinkedHashMap<String, Object>();
        policy.put("principalId", principalId);
        policy.put("policyDocument", document);
        policy.put("context", context);
        return JSON.writeValueAsBytes(policy);
    }

    /// The methods and paths of a family, as the contract has them.
    private static List<String> resources(RouteFamily family) {
        return switch (family) {
            case BEDROCK -> List.of("POST/model/*", "POST/guardrail/*");
            case ANTHROPIC ->
                    List.of(
                            "POST/v1/messages",
                            "POST/v1/messages/count_tokens",
                            "GET/v1/models",
                            "GET/v1/models/*");
            case OPENAI ->
                    List.of(
                            "POST/v1/chat/completions",
                            "POST/openai/v1/chat/completions",
                            "POST/openai/deployments/*/chat/completions",
                            "GET/v1/models",
                            "GET/v1/models/*");
            case SELF_SERVICE -> List.of("GET/v1/usage", "GET/v1/traces/*");
        };
    }

    private static String outOfScope(Scope scope) {
        String families =
                scope.routes().stream()
                        .map(RouteFamily::word)
                        .sorted()
                        .collect(Collectors.joining(", "));
        return "This credential may use these routes only: "
                + families
                + ". Ask your platform team for one that may use this route.";
    }
}
