package dev.tollgate.infra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.ArnPrincipal;
import software.amazon.awscdk.services.iam.CompositePrincipal;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.PrincipalWithConditions;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.SessionTagsPrincipal;
import software.constructs.Construct;

/// The role in whose sessions functions act for a tenant. Its policy is the file that the local
/// stack enforces too; its trust is given here: to these functions, with the tag `TenantId` and no
/// other.
final class TenantSessionRole {
    private TenantSessionRole() {}

    /// @param assumers roles of the functions that act for tenants
    /// @param policy the file's
    /// @param more what the stage needs besides, for example its key
    static Role of(
            Construct stack,
            List<Role> assumers,
            PolicyDocument policy,
            List<PolicyStatement> more) {
        var policies = new LinkedHashMap<String, PolicyDocument>();
        policies.put("tenant-session", policy);
        if (!more.isEmpty()) {
            policies.put("more", PolicyDocument.Builder.create().statements(more).build());
        }
        return Role.Builder.create(stack, "TenantSession")
                .description("Tollgate: acts for the tenant of its session tag")
                .assumedBy(
                        new CompositePrincipal(
                                assumers.stream()
                                        .map(TenantSessionRole::tagging)
                                        .toArray(IPrincipal[]::new)))
                .inlinePolicies(policies)
                .build();
    }

    private static IPrincipal tagging(Role assumer) {
        return new SessionTagsPrincipal(
                new PrincipalWithConditions(
                        new ArnPrincipal(assumer.getRoleArn()),
                        Map.of(
                                "StringLike",
                                Map.of("aws:RequestTag/TenantId", "?*"),
                                "ForAllValues:StringEquals",
                                Map.of("aws:TagKeys", List.of("TenantId")))));
    }
}
