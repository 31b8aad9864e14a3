package dev.tollgate.aws.dynamodb;

import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClientBuilder;

/// Makes the DynamoDB client of all adapters: short timeouts, few retries, no connection until the
/// first call.
public final class DynamoDbClients {
    /// The longest that one call may take with its retries; what "store down" costs a caller.
    private static final Duration CALL = Duration.ofSeconds(4);

    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration SOCKET = Duration.ofSeconds(20);
    private static final int ATTEMPTS = 3;

    private DynamoDbClients() {}

    /// A new client; the owner closes it. Against a loopback endpoint it signs with a fixed,
    /// useless credential, so that no real one is looked for on a laptop.
    ///
    /// @throws IllegalStateException when the region is not set
    public static DynamoDbClient create(Settings settings) {
        DynamoDbClientBuilder builder =
                DynamoDbClient.builder()
                        .region(Region.of(settings.required(Setting.REGION)))
                        .credentialsProvider(DefaultCredentialsProvider.builder().build())
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT)
                                        .socketTimeout(SOCKET))
                        .overrideConfiguration(configuration ->
                                configuration
                                        .apiCallAttemptTimeout(ATTEMPT)
                                        .apiCallTimeout(CALL)
                                        .retryStrategy(
                                                StandardRetryStrategy.builder()
                                                        .maxAttempts(ATTEMPTS)
                                                        .build()));
        settings.optional(Setting.DYNAMODB_ENDPOINT)
                .map(URI::create)
                .ifPresent(endpoint -> direct(builder, endpoint));
        return builder.build();
    }

    private static void direct(DynamoDbClientBuilder builder, URI endpoint) {
        builder.endpointOverride(endpoint);
        if (isLoopback(endpoint)) {
            builder.credentialsProvider(localCredentials());
        }
    }

    private static AwsCredentialsProvider localCredentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local"));
    }

    private static boolean isLoopback(URI endpoint) {
        return switch (String.valueOf(endpoint.getHost())) {
            case "127.0.0.1", "localhost", "[::1]" -> true;
            case String _ -> false;
        };
    }
}
