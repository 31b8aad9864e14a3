package dev.tollgate.llmproxy.upstream;

import dev.tollgate.aws.tenant.CallCredentials;
import dev.tollgate.core.config.KeyHeader;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.llmproxy.provider.UpstreamRequest;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.AwsSessionCredentialsIdentity;

/// AWS Signature Version 4 for Bedrock, `x-api-key` for Anthropic, `x-goog-api-key` for Gemini, and
/// what a server of OpenAI's language wants. A Bedrock credential is `<access key id>:<secret
/// access key>[:<session token>]`; without one [CallCredentials] says who signs: in an account the
/// tenant's own session.
@Singleton
final class ProviderSigner implements RequestSigner {
    private static final String SIGNING_NAME = "bedrock";

    private final Credentials credentials;
    private final CallCredentials callers;
    private final Clock clock;
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();

    ProviderSigner(Credentials credentials, CallCredentials callers, Clock clock) {
        this.credentials = credentials;
        this.callers = callers;
        this.clock = clock;
    }

    @Override
    public Map<String, String> sign(
            TenantId tenant, ProviderConfig provider, URI uri, UpstreamRequest request) {
        var headers = new TreeMap<>(request.headers());
        String credential = provider.credential();
        switch (provider.kind()) {
            case BEDROCK -> {
                var identity = credential == null ? caller(tenant, uri) : identity(credential);
                headers.putAll(signature(identity, provider, uri, request));
            }
            case OPENAI -> {
                if (credential != null) {
                    bearer(provider.server().keyHeader(), credentials.secret(credential), headers);
                }
            }
            case ANTHROPIC -> {
                if (credential != null) {
                    headers.put("x-api-key", credentials.secret(credential));
                }
            }
            case GEMINI -> {
                if (credential != null) {
                    headers.put("x-goog-api-key", credentials.secret(credential));
                }
            }
        }
        headers.keySet().removeIf(name -> name.equalsIgnoreCase("host"));
        return headers;
    }

    private static void bearer(KeyHeader header, String key, Map<String, String> headers) {
        switch (header) {
            case BEARER -> headers.put("authorization", "Bearer " + key);
            case API_KEY -> headers.put("api-key", key);
        }
    }

    @Override
    public boolean renew(ProviderConfig provider) {
        String credential = provider.credential();
        return credential != null && credentials.renew(credential);
    }

    private Map<String, String> signature(
            AwsCredentialsIdentity identity,
            ProviderConfig provider,
            URI uri,
            UpstreamRequest request) {
        String region =
                Objects.requireNonNull(
                        provider.region(), "the provider " + provider.id() + " has no region");
        var unsigned =
                SdkHttpRequest.builder()
                        .method(SdkHttpMethod.POST)
                        .uri(uri)
                        .encodedPath(uri.getRawPath());
        request.headers().forEach(unsigned::putHeader);
        var signed =
                signer.sign(sign ->
                        sign.identity(identity)
                                .request(unsigned.build())
                                .payload(() -> new ByteArrayInputStream(request.body()))
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SIGNING_NAME)
                                .putProperty(AwsV4HttpSigner.REGION_NAME, region)
                                .putProperty(HttpSigner.SIGNING_CLOCK, clock));
        var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        signed.request().headers().forEach((name, values) -> headers.put(name, values.getFirst()));
        return headers;
    }

    private AwsCredentialsIdentity caller(TenantId tenant, URI uri) {
        return callers.of(tenant, uri).resolveCredentials();
    }

    private AwsCredentialsIdentity identity(String reference) {
        String[] parts = credentials.secret(reference).split(":", 3);
        if (parts.length < 2) {
            throw new IllegalStateException(
                    "the credential " + reference + " is not <key id>:<secret>[:<token>]");
        }
        return parts.length == 2
                ? AwsCredentialsIdentity.create(parts[0], parts[1])
                : AwsSessionCredentialsIdentity.create(parts[0], parts[1], parts[2]);
    }
}
