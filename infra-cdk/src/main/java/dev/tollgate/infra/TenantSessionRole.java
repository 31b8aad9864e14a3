package dev.tollgate.infra;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.iam.ArnPrincipal;
import software.amazon.awscdk.services.iam.CompositePrincipal;
import software.amazon.awscdk.services.iam.IPrincipal;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.Policy;
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
    private static final Path POLICY = Path.of("policies/tenant-session.json");
    private static final String TABLE = "<tenant-table-arn>";
    private static final String MODELS = "<bedrock-model-arns>";

    private TenantSessionRole() {}

    /// @param assumers roles of the functions that act for tenants
    /// @param more what the stage needs besides, for example its key
    static Role of(
            Construct stack,
            List<Role> assumers,
            PlaceholderArns arns,
            List<PolicyStatement> more) {
        var policies = new LinkedHashMap<String, PolicyDocument>();
        policies.put("tenant-session", PolicyDocument.fromJson(document(arns)));
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

    /// The right to assume it: a policy by itself, as the role's trust already names the assumer.
    static Policy mayBeAssumed(Construct here, IRole tenantSession, Role assumer) {
        Policy policy =
                Policy.Builder.create(here, "ActsForTenants")
                        .statements(
                                List.of(
                                        PolicyStatement.Builder.create()
                                                .actions(
                                                        List.of("sts:AssumeRole", "sts:TagSession"))
                                                .resources(List.of(tenantSession.getRoleArn()))
                                                .build()))
                        .build();
        policy.attachToRole(assumer);
        return policy;
    }

    /// What stands for the placeholders of the file.
    ///
    /// @param models none where no model is configured
    record PlaceholderArns(String tenantTable, List<String> models) {
        PlaceholderArns {
            models = List.copyOf(models);
        }

        private Optional<List<String>> of(String placeholder) {
            return switch (placeholder) {
                case TABLE -> Optional.of(List.of(tenantTable));
                case MODELS -> Optional.of(models);
                default -> Optional.empty();
            };
        }
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

    private static Map<String, Object> document(PlaceholderArns arns) {
        var json = new ObjectMapper();
        try {
            var document = (ObjectNode) json.readTree(POLICY.toFile());
            ArrayNode filled = json.createArrayNode();
            for (JsonNode statement : document.path("Statement")) {
                ArrayNode resources = json.createArrayNode();
                for (JsonNode resource : statement.path("Resource")) {
                    arns.of(resource.asText())
                            .orElseThrow(() ->
                                    new IllegalArgumentException(
                                            POLICY
                                                    + " has a resource that nothing stands for: "
                                                    + resource))
                            .forEach(resources::add);
                }
                if (!resources.isEmpty()) {
                    filled.add(((ObjectNode) statement).set("Resource", resources));
                }
            }
            document.set("Statement", filled);
            return json.convertValue(document, new TypeReference<>() {});
        } catch (IOException e) {
            throw new UncheckedIOException("the policy " + POLICY, e);
        }
    }
}
