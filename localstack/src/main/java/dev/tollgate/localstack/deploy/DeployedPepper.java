package dev.tollgate.localstack.deploy;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// The pepper of virtual keys, which no template makes: a person puts it into an account once, and
/// here this does.
final class DeployedPepper {
    private DeployedPepper() {}

    /// @param endpoint of the emulator
    /// @param parameter its name, an output of the CDK app
    static void put(URI endpoint, String parameter, String pepper) {
        try (var client =
                SsmClient.builder()
                        .endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("test", "test")))
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .build()) {
            client.putParameter(request ->
                    request.name(parameter)
                            .type(ParameterType.SECURE_STRING)
                            .value(pepper)
                            .overwrite(true));
        }
    }
}
