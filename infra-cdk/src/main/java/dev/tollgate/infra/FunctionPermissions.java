package dev.tollgate.infra;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Arn;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;

/// What each function may do: what its code does, on the tables that it does it on.
final class FunctionPermissions {
    /// Partition of the platform's configuration.
    static final String CONFIG = "CONFIG";

    /// Partitions of virtual keys, by hash.
    static final String KEYS = "KEY#*";

    /// A cross-Region inference profile; what stands behind the first dot is the model.
    private static final Pattern PROFILE = Pattern.compile("(us|eu|apac|jp|au|ca|global)\\.(.+)");

    private static final String ANY_REGION = "*";

    private final Stack stack;
    private final DataStack data;
    private final List<String> bedrockModels;

    FunctionPermissions(Stack stack, DataStack data, List<String> bedrockModels) {
        this.stack = stack;
        this.data = data;
        this.bedrockModels = List.copyOf(bedrockModels);
    }

    /// With the function's own role. What is a tenant's, it does in a tenant's session.
    List<PolicyStatement> of(GatewayFunction function) {
        return switch (function) {
            case LLM_PROXY -> llmProxy();
            case CONTROL -> List.of();
            case AUTHORIZER -> authorizer();
        };
    }

    /// What the tenants' session needs beside its policy file.
    List<PolicyStatement> ofTenantSession() {
        var statements = new ArrayList<PolicyStatement>();
        key(statements, StageKey.WRITE, "dynamodb");
        return statements;
    }

    TenantSessionRole.PlaceholderArns placeholders() {
        return new TenantSessionRole.PlaceholderArns(data.tenantTable().getTableArn(), modelArns());
    }

    private List<PolicyStatement> llmProxy() {
        var statements = new ArrayList<PolicyStatement>();
        statements.add(platform(CONFIG));
        key(statements, StageKey.READ, "dynamodb");
        return statements;
    }

    /// Knows no tenant before it has decided, so it reads tenants' configurations by itself.
    private List<PolicyStatement> authorizer() {
        var statements = new ArrayList<PolicyStatement>();
        statements.add(
                allow(List.of("dynamodb:GetItem"), List.of(data.tenantTable().getTableArn())));
        statements.add(platform(CONFIG, KEYS));
        statements.add(allow(List.of("ssm:GetParameter"), List.of(data.pepperParameterArn())));
        key(statements, StageKey.READ, "dynamodb", "ssm");
        return statements;
    }

    /// Uses the stage's key, where it has one, by these services alone.
    private void key(List<PolicyStatement> statements, List<String> actions, String... services) {
        data.key()
                .ifPresent(key -> {
                    PolicyStatement statement = allow(actions, List.of(key.getKeyArn()));
                    statement.addCondition(
                            "StringEquals",
                            Map.of(
                                    "kms:ViaService",
                                    Arrays.stream(services)
                                            .map(service ->
                                                    "%s.%s.amazonaws.com"
                                                            .formatted(service, stack.getRegion()))
                                            .toList()));
                    statements.add(statement);
                });
    }

    /// Reads items of these partitions. The condition holds for a GetItem only, which always names
    /// its key: where a request has none, `ForAllValues` is true.
    private PolicyStatement platform(String... partitions) {
        PolicyStatement statement =
                allow(List.of("dynamodb:GetItem"), List.of(data.platformTable().getTableArn()));
        statement.addCondition(
                "ForAllValues:StringLike", Map.of("dynamodb:LeadingKeys", List.of(partitions)));
        return statement;
    }

    /// A profile needs itself, and its model in every Region that it may send the call to.
    private List<String> modelArns() {
        var arns = new ArrayList<String>();
        for (String model : bedrockModels) {
            var profile = PROFILE.matcher(model);
            if (model.startsWith("arn:")) {
                arns.add(model);
            } else if (profile.matches()) {
                arns.add(arn("inference-profile", model, null));
                arns.add(arn("foundation-model", profile.group(2), ""));
            } else {
                arns.add(arn("foundation-model", model, ""));
            }
        }
        return arns;
    }

    private String arn(String kind, String name, @Nullable String account) {
        return Arn.format(
                ArnComponents.builder()
                        .service("bedrock")
                        .region(ANY_REGION)
                        .account(account)
                        .resource(kind)
                        .resourceName(name)
                        .arnFormat(ArnFormat.SLASH_RESOURCE_NAME)
                        .build(),
                stack);
    }

    private static PolicyStatement allow(List<String> actions, List<String> resources) {
        return PolicyStatement.Builder.create().actions(actions).resources(resources).build();
    }
}
