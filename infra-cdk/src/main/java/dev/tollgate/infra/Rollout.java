package dev.tollgate.infra;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.ComparisonOperator;
import software.amazon.awscdk.services.cloudwatch.IMetric;
import software.amazon.awscdk.services.cloudwatch.TreatMissingData;
import software.amazon.awscdk.services.codedeploy.LambdaApplication;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentConfig;
import software.amazon.awscdk.services.codedeploy.LambdaDeploymentGroup;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.lambda.Architecture;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.constructs.Construct;

/// How an alias moves to a new version where callers depend on it: a hook calls that version first,
/// then a tenth of the calls go there for five minutes, and an alarm takes it back. A stack's first
/// deployment has no old version, so that nothing of this happens then.
final class Rollout {
    private static final Measure MINUTELY = new Measure(Duration.minutes(1));
    private static final Duration HOOK_TIMEOUT = Duration.minutes(2);
    private static final int FAILURES_PERCENT = 5;
    private static final Path HOOK = Path.of("hook");

    private final StageOptions options;
    private final Optional<Key> key;
    private final LambdaApplication application;

    Rollout(Construct stack, StageOptions options, Optional<Key> key) {
        this.options = options;
        this.key = key;
        application = LambdaApplication.Builder.create(stack, "Deployments").build();
    }

    /// @param here the construct that holds the function
    void add(Construct here, GatewayFunction function, Function made, Alias alias) {
        Function hook = hook(here, function, made);
        alias.getNode().addDependency(hook);
        LambdaDeploymentGroup.Builder.create(here, "Deployment")
                .application(application)
                .alias(alias)
                .deploymentConfig(LambdaDeploymentConfig.CANARY_10_PERCENT_5_MINUTES)
                .alarms(List.of(alarm(here, function, made, alias)))
                .preHook(hook)
                .build();
    }

    private Function hook(Construct here, GatewayFunction function, Function made) {
        var there = new Construct(here, "Hook");
        var logs = Logs.group(there, "Logs", options.stage(), key);
        PolicyStatement call =
                PolicyStatement.Builder.create()
                        .actions(List.of("lambda:InvokeFunction"))
                        .resources(List.of(made.getFunctionArn() + ":*"))
                        .build();
        return Function.Builder.create(there, "Function")
                .description("Tollgate: calls a new version of " + function.word() + " first")
                .runtime(Runtime.PYTHON_3_14)
                .architecture(Architecture.ARM_64)
                .handler("new_version.handler")
                .code(Code.fromAsset(HOOK.toString()))
                .timeout(HOOK_TIMEOUT)
                .environment(
                        Map.of(
                                "CHECK", function.word(),
                                "VERSION", made.getCurrentVersion().getFunctionArn()))
                .logGroup(logs)
                .role(FunctionRole.of(there, logs, List.of(call)))
                .build();
    }

    private Alarm alarm(Construct here, GatewayFunction function, Function made, Alias alias) {
        IMetric failures = function.isProxy() ? ofVersion(made, alias) : ofGateway();
        return Alarm.Builder.create(here, "NewVersionFails")
                .alarmDescription(
                        "A new version of "
                                + function.word()
                                + " fails and is taken back: docs/runbooks/new-version-fails.md")
                .metric(failures)
                .threshold(FAILURES_PERCENT)
                .comparisonOperator(ComparisonOperator.GREATER_THAN_THRESHOLD)
                .evaluationPeriods(1)
                .treatMissingData(TreatMissingData.NOT_BREACHING)
                .build();
    }

    /// Of the new version's calls, those that failed. What the old one does is no reason.
    private static IMetric ofVersion(Function made, Alias alias) {
        var dimensions =
                Map.of(
                        "FunctionName", made.getFunctionName(),
                        "Resource", made.getFunctionName() + ":" + alias.getAliasName(),
                        "ExecutedVersion", made.getCurrentVersion().getVersion());
        return MINUTELY.percent(
                MINUTELY.sum("AWS/Lambda", "Errors", dimensions),
                MINUTELY.sum("AWS/Lambda", "Invocations", dimensions));
    }

    /// Of all calls, those that the gateway answered with 5xx: an authorizer counts each wrong
    /// credential as an error of its own, so its errors say nothing.
    private IMetric ofGateway() {
        var dimensions = ApiStack.dimensions(options.stage());
        return MINUTELY.percent(
                MINUTELY.sum("AWS/ApiGateway", "5XXError", dimensions),
                MINUTELY.sum("AWS/ApiGateway", "Count", dimensions));
    }
}
