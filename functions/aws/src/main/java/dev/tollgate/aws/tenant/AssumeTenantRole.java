package dev.tollgate.aws.tenant;

import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.tenant.TenantId;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Tag;

/// Asks STS, in the function's Region, for a session of the tenant role with the tag `TenantId`,
/// which no further role inherits. One call of STS each time. Thread-safe; opens nothing before its
/// first call.
final class AssumeTenantRole implements AutoCloseable {
    /// What a session lasts: the most that AWS gives to a role assumed by a role.
    static final Duration LASTS = Duration.ofHours(1);

    /// The tag that the role's policy compares with the keys of items.
    static final String TAG = "TenantId";

    private static final Duration CALL = Duration.ofSeconds(4);
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final int ATTEMPTS = 2;

    private final StsClient sts;
    private final String role;

    /// @param own the function's own credentials
    /// @throws IllegalStateException naming the setting that is missing
    AssumeTenantRole(Settings settings, AwsCredentialsProvider own) {
        role = settings.required(Setting.TENANT_ROLE_ARN);
        var builder =
                StsClient.builder()
                        .region(Region.of(settings.required(Setting.REGION)))
                        .credentialsProvider(own)
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT)
                                        .socketTimeout(ATTEMPT))
                        .overrideConfiguration(configuration ->
                                configuration
                                        .apiCallAttemptTimeout(ATTEMPT)
                                        .apiCallTimeout(CALL)
                                        .retryStrategy(
                                                StandardRetryStrategy.builder()
                                                        .maxAttempts(ATTEMPTS)
                                                        .build()));
        settings.optional(Setting.STS_ENDPOINT)
                .map(URI::create)
                .ifPresent(builder::endpointOverride);
        sts = builder.build();
    }

    /// @throws software.amazon.awssdk.core.exception.SdkException when STS refuses or is not there
    TenantSession assume(TenantId tenant) {
        var tag = Tag.builder().key(TAG).value(tenant.value()).build();
        var given =
                sts.assumeRole(request ->
                                request.roleArn(role)
                                        .roleSessionName("tollgate-" + tenant)
                                        .durationSeconds((int) LASTS.toSeconds())
                                        .tags(tag))
                        .credentials();
        var credentials =
                AwsSessionCredentials.create(
                        given.accessKeyId(), given.secretAccessKey(), given.sessionToken());
        return new TenantSession(StaticCredentialsProvider.create(credentials), given.expiration());
    }

    @Override
    public void close() {
        sts.close();
    }
}
