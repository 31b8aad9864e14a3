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

/// Makes the DynamoDB client of all adapters, which has no connection until the first call.
public final class DynamoDbClients {
    /// A whole call is the longest that it may take with its retries: what "store down" costs a
    /// caller.
    private static final Patience OF_A_CALLER =
            new Patience(Duration.ofSeconds(4), Duration.ofSeconds(2), 3, true);

    /// Longer than a new table on demand takes to double what it gives.
    private static final Patience OF_AN_OPERATOR =
            new Patience(Duration.ofMinutes(5), Duration.ofSeconds(15), 20, false);

    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration SOCKET = Duration.ofSeconds(20);

    /// @param sharesAttempts whether many calls that fail leave the next ones fewer attempts
    private record Patience(
            Duration call, Duration attempt, int attempts, boolean sharesAttempts) {}

    private DynamoDbClients() {}

    /// A new client, which signs with the function's own credentials; the owner closes it. Short
    /// timeouts, few retries: a caller waits.
    ///
    /// @throws IllegalStateException when the region is not set
    public static DynamoDbClient create(Settings settings) {
        return create(settings, OF_A_CALLER);
    }

    /// The same for whoever moves whole tables, and would rather wait than begin again.
    public static DynamoDbClient patient(Settings settings) {
        return create(settings, OF_AN_OPERATOR);
    }

    private static DynamoDbClient create(Settings settings, Patience patience) {
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
                                        .apiCallAttemptTimeout(patience.attempt())
                                        .apiCallTimeout(patience.call())
                                        .retryStrategy(
                                                StandardRetryStrategy.builder()
                                                        .maxAttempts(patience.attempts())
                                                        .circuitBreakerEnabled(
                                                                patience.sharesAttempts())
                                                        .build()));
        settings.optional(Setting.DYNAMODB_ENDPOINT)
                .map(URI::create)
                .ifPresent(builder::endpointOverride);
        return builder.build();
    }
}
