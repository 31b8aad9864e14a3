package dev.tollgate.infra;

import dev.tollgate.infra.contract.Contract;
import dev.tollgate.infra.contract.ContractReader;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.Annotations;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;

/// What `cdk` runs, in the folder `infra-cdk`; the options are [StageOptions].
public final class TollgateApp {
    /// Behaviour of the CDK that new apps get.
    private static final Map<String, Object> FLAGS =
            Map.of(
                    "@aws-cdk/aws-apigateway:authorizerChangeDeploymentLogicalId", true,
                    "@aws-cdk/aws-iam:minimizePolicies", true,
                    "@aws-cdk/core:enablePartitionLiterals", true);

    private TollgateApp() {}

    public static void main(String[] arguments) {
        Path checkout = Path.of("..");
        App app = new App(AppProps.builder().context(FLAGS).build());
        stage(
                app,
                ContractReader.read(checkout.resolve("openapi/tollgate.yaml")),
                new StoredJars(checkout, Path.of("target/packages")));
        app.synth();
    }

    /// The stage that the app's context chooses.
    static GatewayStage stage(App app, Contract contract, CodeSource code) {
        StageOptions options = StageOptions.of(app.getNode());
        var stage = new GatewayStage(app, options, contract, code);
        if (options.bedrockModels().isEmpty()) {
            Annotations.of(stage.functions())
                    .addWarningV2(
                            "tollgate:no-bedrock-model",
                            "The proxy may invoke no Bedrock model."
                                    + " Name them: -c bedrockModels=<id>,<id>");
        }
        return stage;
    }
}
