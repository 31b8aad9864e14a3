package dev.tollgate.infra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awscdk.Arn;
import software.amazon.awscdk.ArnComponents;
import software.amazon.awscdk.ArnFormat;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.IRole;
import software.amazon.awscdk.services.iam.Policy;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.constructs.Construct;

/// What each function may do: what its file in `policies/` says, and the use of the stage's key.
final class FunctionPermissions {
    /// A cross-Region inference profile; what stands behind the first dot is the model.
    private static final Pattern PROFILE = Pattern.compile("(us|eu|apac|jp|au|ca|global)\\.(.+)");

    private static final String GUARDRAIL = "guardrail/";

    /// A guardrail of this account by its id; or, by its ARN, one of another's, or the profile of
    /// one that works in several Regions.
    private static final Pattern GUARDRAIL_NAME =
            Pattern.compile(
                    "^(?:guardrail/|arn:[^:]*:bedrock:[^:]*:[^:]*:guardrail(?:-profile)?/)");

    private static final String ANY_REGION = "*";
    private static final String DYNAMODB = "dynamodb";

    private final Stack stack;
    private final DataStack data;
    private final List<String> models;
    private final List<String> guardrails;

    FunctionPermissions(Stack stack, DataStack data, List<String> bedrockModels) {
        this.stack = stack;
        this.data = data;
        Predicate<String> guardrail = GUARDRAIL_NAME.asPredicate();
        this.models = bedrockModels.stream().filter(guardrail.negate()).toList();
        this.guardrails = bedrockModels.stream().filter(guardrail).toList();
    }

    /// Gives a function's role what its file in `policies/` says. A policy by itself, as the tenant
    /// role's trust already names the roles that may assume it.
    Policy attach(GatewayFunction function, Construct here, Role role, IRole tenantSession) {
        var arns = arns();
        arns.put("<tenant-role-arn>", List.of(tenantSession.getRoleArn()));
        PolicyDocument document = PolicyFile.read(function.word(), arns);
        keyOf(function).forEach(document::addStatements);
        Policy policy = Policy.Builder.create(here, "Work").document(document).build();
        policy.attachToRole(role);
        return policy;
    }

    /// What is a tenant's, functions do in a session of this.
    PolicyDocument ofTenantSession() {
        return PolicyFile.read("tenant-session", arns());
    }

    /// What the tenants' session needs beside its policy file.
    List<PolicyStatement> keyOfTenantSession() {
        return key(StageKey.WRITE, DYNAMODB, Map.of());
    }

    private List<PolicyStatement> keyOf(GatewayFunction function) {
        return switch (function) {
            case LLM_PROXY -> {
                var statements = new ArrayList<>(key(StageKey.READ, DYNAMODB, Map.of()));
                statements.addAll(decrypt("ssm", "PARAMETER_ARN", data.upstreamParameterArns()));
                statements.addAll(
                        decrypt("secretsmanager", "SecretARN", data.upstreamSecretArns()));
                yield statements;
            }
            case CONTROL -> List.of();
            case AUTHORIZER -> {
                var statements = new ArrayList<>(key(StageKey.READ, DYNAMODB, Map.of()));
                statements.addAll(decrypt("ssm", "PARAMETER_ARN", data.pepperParameterArn()));
                yield statements;
            }
        };
    }

    /// Opens what these services have encrypted under the stage's key, one thing or those of one
    /// prefix.
    ///
    /// @param context what a service calls the thing when it asks for the key
    private List<PolicyStatement> decrypt(String service, String context, String arn) {
        return key(
                List.of("kms:Decrypt"), service, Map.of("kms:EncryptionContext:" + context, arn));
    }

    private Map<String, List<String>> arns() {
        var arns = new HashMap<String, List<String>>();
        arns.put("<tenant-table-arn>", List.of(data.tenantTable().getTableArn()));
        arns.put("<platform-table-arn>", List.of(data.platformTable().getTableArn()));
        arns.put("<pepper-parameter-arn>", List.of(data.pepperParameterArn()));
        arns.put("<upstream-parameter-arns>", List.of(data.upstreamParameterArns()));
        arns.put("<upstream-secret-arns>", List.of(data.upstreamSecretArns()));
        arns.put("<bedrock-model-arns>", modelArns());
        arns.put("<bedrock-guardrail-arns>", guardrailArns());
        return arns;
    }

    /// Uses the stage's key, where it has one, by this service alone.
    private List<PolicyStatement> key(
            List<String> actions, String service, Map<String, String> like) {
        return data.key().stream()
                .map(key -> {
                    PolicyStatement statement =
                            PolicyStatement.Builder.create()
                                    .actions(actions)
                                    .resources(List.of(key.getKeyArn()))
                                    .build();
                    String via = "%s.%s.amazonaws.com".formatted(service, stack.getRegion());
                    statement.addCondition("StringEquals", Map.of("kms:ViaService", via));
                    if (!like.isEmpty()) {
                        statement.addCondition("StringLike", like);
                    }
                    return statement;
                })
                .toList();
    }

    /// A profile needs itself, and its model in every Region that it may send the call to.
    private List<String> modelArns() {
        var arns = new ArrayList<String>();
        for (String model : models) {
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

    private List<String> guardrailArns() {
        return guardrails.stream()
                .map(name ->
                        name.startsWith("arn:")
                                ? name
                                : arn("guardrail", name.substring(GUARDRAIL.length()), null))
                .toList();
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
}
