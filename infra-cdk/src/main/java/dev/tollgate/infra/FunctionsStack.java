package dev.tollgate.infra;

import dev.tollgate.core.config.Setting;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.amazon.awscdk.services.lambda.VersionOptions;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/// The functions, each with a role and a log group of its own, as a published version with a
/// snapshot behind the alias `live`.
final class FunctionsStack extends Stack {
    /// Lambda starts this instead of the managed runtime's main class.
    static final String EXEC_WRAPPER = "AWS_LAMBDA_EXEC_WRAPPER";

    private static final String STREAM_WRAPPER = "/var/task/stream-wrapper";
    private static final String LIVE = "live";
    private static final int MEMORY_MIB = 1024;

    private final DataStack data;
    private final StageOptions options;
    private final Map<GatewayFunction, Alias> aliases = new EnumMap<>(GatewayFunction.class);

    FunctionsStack(Construct stage, StageOptions options, DataStack data, CodeSource code) {
        super(
                stage,
                "functions",
                StackProps.builder()
                        .description("Tollgate: the functions")
                        .terminationProtection(options.stage().keeps())
                        .build());
        this.data = data;
        this.options = options;
        var permissions = new FunctionPermissions(this, data, options.bedrockModels());
        for (GatewayFunction function : GatewayFunction.values()) {
            aliases.put(function, live(function, permissions.of(function), code));
        }
    }

    /// The ARN that callers use; a deployment moves it to the next version.
    String liveArn(GatewayFunction function) {
        return Objects.requireNonNull(aliases.get(function)).getFunctionArn();
    }

    private Alias live(
            GatewayFunction function, List<PolicyStatement> permissions, CodeSource code) {
        var here = new Construct(this, function.word());
        LogGroup logs = Logs.group(here, "Logs", options.stage(), data.key());
        Function made =
                Function.Builder.create(here, "Function")
                        .description("Tollgate " + function.word())
                        .runtime(Runtime.JAVA_25)
                        .architecture(Architecture.ARM_64)
                        .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                        .handler(function.handler(options.mode()))
                        .code(Code.fromAsset(code.folder(function).toString()))
                        .memorySize(MEMORY_MIB)
                        .timeout(function.timeout(options.mode()))
                        .environment(environment(function))
                        .logGroup(logs)
                        .role(role(here, logs, permissions))
                        .currentVersionOptions(
                                VersionOptions.builder()
                                        .removalPolicy(options.stage().removal())
                                        .build())
                        .build();
        return Alias.Builder.create(here, "Live")
                .aliasName(LIVE)
                .version(made.getCurrentVersion())
                .build();
    }

    private Map<String, String> environment(GatewayFunction function) {
        var environment = new LinkedHashMap<String, String>();
        environment.put(Setting.TENANT_TABLE.key(), data.tenantTable().getTableName());
        environment.put(Setting.PLATFORM_TABLE.key(), data.platformTable().getTableName());
        if (function == GatewayFunction.AUTHORIZER) {
            environment.put(Setting.KEY_PEPPER_PARAMETER.key(), data.pepperParameter());
        }
        if (function.isProxy() && options.mode() == ResponseMode.STREAM) {
            environment.put(EXEC_WRAPPER, STREAM_WRAPPER);
        }
        return environment;
    }

    private static Role role(Construct here, LogGroup logs, List<PolicyStatement> permissions) {
        PolicyStatement write =
                PolicyStatement.Builder.create()
                        .actions(List.of("logs:CreateLogStream", "logs:PutLogEvents"))
                        .resources(List.of(logs.getLogGroupArn()))
                        .build();
        return Role.Builder.create(here, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .inlinePolicies(
                        Map.of(
                                "logs", policy(List.of(write)),
                                "work", policy(permissions)))
                .build();
    }

    private static PolicyDocument policy(List<PolicyStatement> statements) {
        return PolicyDocument.Builder.create().statements(statements).build();
    }
}
