package dev.tollgate.aws.dynamodb;

import dev.tollgate.aws.tenant.FunctionCredentials;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import java.net.URI;
import java.time.Duration;
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

    /// A new client, which signs with the function's own credentials; the owner closes it.
    ///
    /// @throws IllegalStateException when the region is not set
    public static DynamoDbClient create(Settings settings) {
        DynamoDbClientBuilder builder =
                DynamoDbClient.builder()
                        .region(Region.of(settings.required(Setting.REGION)))
                        .credentialsProvider(FunctionCredentials.of(settings))
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
                .ifPresent(builder::endpointOverride);
        return builder.build();
    }
}
