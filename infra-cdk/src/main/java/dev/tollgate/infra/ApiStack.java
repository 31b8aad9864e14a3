package dev.tollgate.infra;

import dev.tollgate.infra.contract.Backend;
import dev.tollgate.infra.contract.Contract;
import dev.tollgate.infra.contract.GatewayAnswer;
import dev.tollgate.infra.contract.Guard;
import dev.tollgate.infra.contract.Operation;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import software.amazon.awscdk.CfnOutput;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.services.apigateway.AuthorizationType;
import software.amazon.awscdk.services.apigateway.GatewayResponseOptions;
import software.amazon.awscdk.services.apigateway.IAuthorizer;
import software.amazon.awscdk.services.apigateway.Integration;
import software.amazon.awscdk.services.apigateway.LambdaIntegration;
import software.amazon.awscdk.services.apigateway.LogGroupLogDestination;
import software.amazon.awscdk.services.apigateway.MethodLoggingLevel;
import software.amazon.awscdk.services.apigateway.MethodOptions;
import software.amazon.awscdk.services.apigateway.RequestAuthorizer;
import software.amazon.awscdk.services.apigateway.ResponseTransferMode;
import software.amazon.awscdk.services.apigateway.ResponseType;
import software.amazon.awscdk.services.apigateway.RestApi;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.FunctionAttributes;
import software.amazon.awscdk.services.lambda.IFunction;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/// The REST API, method by method from the contract.
final class ApiStack extends Stack {
    private static final Duration LONGEST_STREAM = Duration.minutes(15);
    private static final Duration LONGEST_WAIT = Duration.seconds(29);

    private final StageOptions options;
    private final Map<GatewayFunction, IFunction> functions = new EnumMap<>(GatewayFunction.class);
    private final Map<String, IAuthorizer> authorizers = new HashMap<>();
    private final RestApi api;

    /// @param data with the key that access lines are encrypted under
    ApiStack(
            Construct stage,
            StageOptions options,
            DataStack data,
            FunctionsStack functions,
            Contract contract) {
        super(
                stage,
                "api",
                StackProps.builder()
                        .description("Tollgate: the API")
                        .terminationProtection(options.stage().keeps())
                        .build());
        this.options = options;
        for (GatewayFunction function : GatewayFunction.values()) {
            this.functions.put(function, live(function, functions));
        }
        api = api(contract, Logs.group(this, "AccessLogs", options.stage(), data.key()));
        contract.gatewayAnswers().forEach(this::answer);
        contract.operations().forEach(this::add);
        if (options.stage().keeps()) {
            Firewall.before(this, api);
        }
        options.domain().ifPresent(domain -> domain.leadTo(this, api));
        CfnOutput.Builder.create(this, "GatewayUrl").value(url()).build();
    }

    /// What `AWS_ENDPOINT_URL_BEDROCK_RUNTIME` is set to: no slash at its end.
    private String url() {
        return options.domain()
                .map(domain -> "https://" + domain.name())
                .orElseGet(() ->
                        "https://%s.execute-api.%s.%s/%s"
                                .formatted(
                                        api.getRestApiId(),
                                        getRegion(),
                                        getUrlSuffix(),
                                        options.stage().word()));
    }

    /// The dimensions of the stage's own metrics.
    static Map<String, String> dimensions(StageName stage) {
        return Map.of("ApiName", name(stage), "Stage", stage.word());
    }

    private static String name(StageName stage) {
        return "tollgate-" + stage.word();
    }

    private RestApi api(Contract contract, LogGroup access) {
        var gateway =
                RestApi.Builder.create(this, "Gateway")
                        .restApiName(name(options.stage()))
                        .binaryMediaTypes(contract.binaryMediaTypes())
                        .cloudWatchRole(true)
                        // The account has one; other APIs may log by it when this one is gone.
                        .cloudWatchRoleRemovalPolicy(RemovalPolicy.RETAIN)
                        .deployOptions(
                                software.amazon.awscdk.services.apigateway.StageOptions.builder()
                                        .stageName(options.stage().word())
                                        .accessLogDestination(new LogGroupLogDestination(access))
                                        .accessLogFormat(AccessLine.format())
                                        .loggingLevel(MethodLoggingLevel.ERROR)
                                        .dataTraceEnabled(false)
                                        .metricsEnabled(options.stage().keeps())
                                        .build());
        new Entrance(options.vpcEndpoints()).into(this, gateway);
        return gateway.build();
    }

    /// The alias as a stranger of this stack, so that the right to call it is granted here and the
    /// functions do not wait for the API.
    private IFunction live(GatewayFunction function, FunctionsStack functions) {
        return Function.fromFunctionAttributes(
                this,
                function.word(),
                FunctionAttributes.builder()
                        .functionArn(functions.liveArn(function))
                        .sameEnvironment(true)
                        .build());
    }

    private void add(Operation operation) {
        var method = MethodOptions.builder();
        operation
                .guard()
                .ifPresentOrElse(
                        guard ->
                                method.authorizationType(AuthorizationType.CUSTOM)
                                        .authorizer(authorizer(guard)),
                        () -> method.authorizationType(AuthorizationType.NONE));
        Integration integration =
                switch (operation.backend()) {
                    case Backend.Function(String name) -> integration(GatewayFunction.of(name));
                    case Backend.Fixed fixed -> {
                        method.methodResponses(List.of(FixedAnswer.methodResponse(fixed)));
                        yield FixedAnswer.integration(fixed);
                    }
                };
        api.getRoot()
                .resourceForPath(operation.path())
                .addMethod(operation.method(), integration, method.build());
    }

    private LambdaIntegration integration(GatewayFunction function) {
        var integration =
                LambdaIntegration.Builder.create(functions.get(function)).allowTestInvoke(false);
        return switch (options.mode()) {
            case STREAM ->
                    integration
                            .responseTransferMode(ResponseTransferMode.STREAM)
                            .timeout(LONGEST_STREAM)
                            .build();
            case BUFFERED ->
                    integration
                            .responseTransferMode(ResponseTransferMode.BUFFERED)
                            .timeout(LONGEST_WAIT)
                            .build();
        };
    }

    private IAuthorizer authorizer(Guard guard) {
        return authorizers.computeIfAbsent(
                guard.scheme(),
                scheme ->
                        RequestAuthorizer.Builder.create(this, scheme)
                                .authorizerName(scheme)
                                .handler(functions.get(GatewayFunction.of(guard.function())))
                                .identitySources(guard.identitySources())
                                .resultsCacheTtl(Duration.seconds(guard.resultTtl().toSeconds()))
                                .build());
    }

    private void answer(String type, GatewayAnswer answer) {
        var response =
                GatewayResponseOptions.builder()
                        .type(ResponseType.of(type))
                        .templates(Map.of("application/json", answer.template()))
                        .responseHeaders(quoted(answer.headers()));
        answer.statusCode().ifPresent(status -> response.statusCode(status.toString()));
        api.addGatewayResponse(type, response.build());
    }

    /// Fixed values, as API Gateway's mappings write them.
    private static Map<String, String> quoted(SortedMap<String, String> headers) {
        var quoted = new TreeMap<>(headers);
        quoted.replaceAll((_, value) -> "'" + value + "'");
        return quoted;
    }
}
