package dev.tollgate.localstack.simulator;

import dev.tollgate.localstack.account.SigningCredential;
import dev.tollgate.localstack.simulator.bedrock.BedrockEndpoint;
import dev.tollgate.localstack.upstream.LiveUpstreams;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/// Calls of the simulated Bedrock, by unmodified SDKs and by hand.
final class BedrockCalls {
    private static final Set<String> CLIENT_SETS_IT = Set.of("host", "content-length");

    private final LiveUpstreams live;

    BedrockCalls(LiveUpstreams live) {
        this.live = live;
    }

    BedrockRuntimeClient client() {
        return client(live.credential);
    }

    BedrockRuntimeClient client(SigningCredential credential) {
        return BedrockRuntimeClient.builder()
                .endpointOverride(live.upstreams.bedrockUrl())
                .region(Region.US_EAST_1)
                .credentialsProvider(provider(credential))
                .overrideConfiguration(o -> o.retryStrategy(onlyOnce()))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }

    /// Speaks HTTP/2, as it does by default.
    BedrockRuntimeAsyncClient asyncClient() {
        return BedrockRuntimeAsyncClient.builder()
                .endpointOverride(live.upstreams.bedrockUrl())
                .region(Region.US_EAST_1)
                .credentialsProvider(provider(live.credential))
                .overrideConfiguration(o -> o.retryStrategy(onlyOnce()))
                .build();
    }

    private static RetryStrategy onlyOnce() {
        return AwsRetryStrategy.forRetryMode(RetryMode.STANDARD).toBuilder().maxAttempts(1).build();
    }

    private static StaticCredentialsProvider provider(SigningCredential credential) {
        return StaticCredentialsProvider.create(
                AwsBasicCredentials.create(credential.accessKeyId(), credential.secretAccessKey()));
    }

    static ConverseRequest converse(String text) {
        return ConverseRequest.builder()
                .modelId(BedrockEndpoint.MODEL)
                .messages(user(text))
                .build();
    }

    static Message user(String text) {
        return Message.builder().role("user").content(ContentBlock.fromText(text)).build();
    }

    /// A signed HTTP/1.1 request that says `signed` and sends `sent`.
    HttpResponse<InputStream> send(String operation, String signed, String sent) throws Exception {
        URI url =
                URI.create(
                        live.upstreams.bedrockUrl()
                                + "/model/anthropic.claude-sim-v1%3A0/"
                                + operation);
        SdkHttpRequest request =
                SdkHttpRequest.builder()
                        .uri(url)
                        .method(SdkHttpMethod.POST)
                        .putHeader("content-type", "application/json")
                        .build();
        SdkHttpRequest ready =
                AwsV4HttpSigner.create()
                        .sign(r ->
                                r.identity(provider(live.credential).resolveCredentials())
                                        .request(request)
                                        .payload(ContentStreamProvider.fromUtf8String(signed))
                                        .putProperty(
                                                AwsV4HttpSigner.SERVICE_SIGNING_NAME, "bedrock")
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1"))
                        .request();
        HttpRequest.Builder http =
                HttpRequest.newBuilder(url)
                        .version(HttpClient.Version.HTTP_1_1)
                        .POST(HttpRequest.BodyPublishers.ofString(sent, StandardCharsets.UTF_8));
        ready.forEachHeader((name, values) -> {
            if (!CLIENT_SETS_IT.contains(name.toLowerCase(Locale.ROOT))) {
                http.header(name, values.getFirst());
            }
        });
        return HttpClient.newHttpClient()
                .send(http.build(), HttpResponse.BodyHandlers.ofInputStream());
    }

    HttpResponse<InputStream> send(String operation, String body) throws Exception {
        return send(operation, body, body);
    }
}
