package dev.tollgate.infra;

import dev.tollgate.core.config.Setting;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.iam.Role;
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
    private final Optional<Rollout> rollout;
    private final FunctionPermissions permissions;
    private final Role tenantSession;
    private final Map<GatewayFunction, Place> places = new EnumMap<>(GatewayFunction.class);
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
        rollout =
                options.stage().keeps()
                        ? Optional.of(new Rollout(this, options, data.key()))
                        : Optional.empty();
        permissions = new FunctionPermissions(this, data, options.bedrockModels());
        for (GatewayFunction function : GatewayFunction.values()) {
            var here = new Construct(this, function.word());
            LogGroup logs = Logs.group(here, "Logs", options.stage(), data.key());
            Role role = FunctionRole.of(here, logs, List.of());
            places.put(function, new Place(here, logs, role));
        }
        tenantSession =
                TenantSessionRole.of(
                        this,
                        assumers(),
                        permissions.ofTenantSession(),
                        permissions.keyOfTenantSession());
        for (GatewayFunction function : GatewayFunction.values()) {
            aliases.put(function, live(function, code));
        }
    }

    /// Where a function stands, what it writes to and what it acts as.
    private record Place(Construct scope, LogGroup logs, Role role) {}

    private List<Role> assumers() {
        return Arrays.stream(GatewayFunction.values())
                .filter(GatewayFunction::isProxy)
                .map(function -> place(function).role())
                .toList();
    }

    private Place place(GatewayFunction function) {
        return Objects.requireNonNull(places.get(function));
    }

    /// The ARN that callers use; a deployment moves it to the next version.
    String liveArn(GatewayFunction function) {
        return Objects.requireNonNull(aliases.get(function)).getFunctionArn();
    }

    private Alias live(GatewayFunction function, CodeSource code) {
        Place place = place(function);
        Construct here = place.scope();
        var settings =
                Function.Builder.create(here, "Function")
                        .description(description(function))
                        .runtime(Runtime.JAVA_25)
                        .architecture(Architecture.ARM_64)
                        .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
                        .handler(function.handler(options.mode()))
                        .code(Code.fromAsset(code.folder(function).toString()))
                        .memorySize(MEMORY_MIB)
                        .timeout(function.timeout(options.mode()))
                        .environment(environment(function))
                        .logGroup(place.logs())
                        .role(place.role())
                        .currentVersionOptions(
                                VersionOptions.builder()
                                        .removalPolicy(options.stage().removal())
                                        .build());
        options.reservedConcurrency(function).ifPresent(settings::reservedConcurrentExecutions);
        Function made = settings.build();
        Alias alias =
                Alias.Builder.create(here, "Live")
                        .aliasName(LIVE)
                        .version(made.getCurrentVersion())
                        .build();
        // Else the first calls could come before the right to answer them.
        alias.getNode()
                .addDependency(permissions.attach(function, here, place.role(), tenantSession));
        rollout.ifPresent(step -> step.add(here, function, made, alias));
        return alias;
    }

    private String description(GatewayFunction function) {
        return "Tollgate "
                + function.word()
                + options.release().map(release -> ", release " + release).orElse("");
    }

    /// For alarms and dashboards.
    String name(GatewayFunction function) {
        return Objects.requireNonNull(aliases.get(function)).getLambda().getFunctionName();
    }

    private Map<String, String> environment(GatewayFunction function) {
        var environment = new LinkedHashMap<String, String>();
        environment.put(Setting.TENANT_TABLE.key(), data.tenantTable().getTableName());
        environment.put(Setting.PLATFORM_TABLE.key(), data.platformTable().getTableName());
        if (function == GatewayFunction.AUTHORIZER) {
            environment.put(Setting.KEY_PEPPER_PARAMETER.key(), data.pepperParameter());
        }
        if (function.isProxy()) {
            environment.put(Setting.TENANT_ROLE_ARN.key(), tenantSession.getRoleArn());
        }
        if (function.isProxy() && options.mode() == ResponseMode.STREAM) {
            environment.put(EXEC_WRAPPER, STREAM_WRAPPER);
        }
        return environment;
    }
}
