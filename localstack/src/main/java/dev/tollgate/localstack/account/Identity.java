package dev.tollgate.localstack.account;

import dev.tollgate.localstack.iam.AccessRequest;
import dev.tollgate.localstack.iam.ContextKey;
import dev.tollgate.localstack.iam.Decision;
import dev.tollgate.localstack.iam.PolicyDocument;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Somebody who signs requests, and what they may do.
///
/// @param arn for messages
/// @param tenant the session tag `TenantId`
/// @param expires when the credential ends
public record Identity(
        String arn,
        SigningCredential credential,
        PolicyDocument policy,
        @Nullable String tenant,
        Instant expires) {
    /// Somebody whose credential does not end.
    public static Identity lasting(
            String arn, SigningCredential credential, PolicyDocument policy) {
        return new Identity(arn, credential, policy, null, Instant.MAX);
    }

    /// @param context of the request; what is known of the identity is added
    /// @throws AccessDenied when the policy does not allow it
    public void require(String action, String resource, Map<ContextKey, List<String>> context)
            throws AccessDenied {
        var all = new HashMap<>(context);
        if (tenant != null) {
            all.put(ContextKey.PRINCIPAL_TENANT, List.of(tenant));
        }
        switch (policy.decide(new AccessRequest(action, resource, all))) {
            case ALLOWED -> {}
            case NOT_ALLOWED -> throw denied(action, resource, Decision.NOT_ALLOWED);
            case DENIED -> throw denied(action, resource, Decision.DENIED);
        }
    }

    private AccessDenied denied(String action, String resource, Decision decision) {
        return new AccessDenied(
                "User: %s is not authorized to perform: %s on resource: %s %s"
                        .formatted(
                                arn,
                                action,
                                resource,
                                decision == Decision.DENIED
                                        ? "with an explicit deny in an identity-based policy"
                                        : "because no identity-based policy allows the "
                                                + action
                                                + " action"));
    }
}
