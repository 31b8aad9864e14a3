package dev.tollgate.localstack.stage;

import dev.tollgate.localstack.stack.StackException;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/// A Region of an account, and who asks there.
///
/// @param endpoint of an emulator; null for what AWS's SDKs take: AWS itself, or what
///   `AWS_ENDPOINT_URL` says
public record AwsPlace(Region region, @Nullable URI endpoint, AwsCredentialsProvider credentials) {
    /// Whoever started this process, found as AWS's own tools find it: environment, profile, single
    /// sign-on, the machine's role.
    ///
    /// @param region null for the one that these name
    /// @throws StackException when there are no credentials, or no Region; the message says how to
    ///   give them
    public static AwsPlace ofCaller(@Nullable String region) {
        AwsCredentialsProvider credentials = DefaultCredentialsProvider.builder().build();
        try {
            credentials.resolveCredentials();
        } catch (SdkClientException e) {
            throw new StackException(
                    "there are no AWS credentials, or they have ended; set AWS_PROFILE to a profile"
                            + " that you are signed in with (aws sso login), or AWS_ACCESS_KEY_ID"
                            + " and AWS_SECRET_ACCESS_KEY",
                    e);
        }
        return new AwsPlace(
                region == null ? regionOfCaller() : Region.of(region), null, credentials);
    }

    /// The emulator's only account, in which anybody may do anything.
    public static AwsPlace emulator(URI endpoint) {
        return new AwsPlace(
                Region.US_EAST_1,
                endpoint,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")));
    }

    private static Region regionOfCaller() {
        try {
            return DefaultAwsRegionProviderChain.builder().build().getRegion();
        } catch (SdkClientException e) {
            throw new StackException("there is no Region; add --region, or set AWS_REGION", e);
        }
    }

    /// A client of a service here, which the caller closes.
    <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(B builder) {
        builder.region(region)
                .credentialsProvider(credentials)
                .httpClientBuilder(UrlConnectionHttpClient.builder());
        if (endpoint != null) {
            builder.endpointOverride(endpoint);
        }
        return builder.build();
    }
}
