package dev.tollgate.contract.errors;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.auth.token.credentials.StaticTokenProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeBaseClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeResponseMetadata;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.CountTokensRequest;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/// Makes a case's call with the AWS SDK for Java. Where and as whom is set in code, so that one
/// process runs all cases; the rest is the SDK's own.
///
/// @param netty as the asynchronous client would make one; it takes two seconds to close
public record SdkCalls(SdkAsyncHttpClient netty) implements AutoCloseable {
    public static SdkCalls open() {
        return new SdkCalls(NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP2).build());
    }

    @Override
    public void close() {
        netty.close();
    }

    public Seen sync(ErrorCase one, Begun begun) {
        try (var client = configured(BedrockRuntimeClient.builder(), begun).build()) {
            BedrockRuntimeResponseMetadata answered =
                    one.call().equals("count-tokens")
                            ? client.countTokens(count(one, begun)).responseMetadata()
                            : client.converse(converse(one, begun)).responseMetadata();
            return Seen.complete(answered.requestId());
        } catch (BedrockRuntimeException e) {
            return refused(e, null, false);
        }
    }

    public Seen async(ErrorCase one, Begun begun) {
        var id = new AtomicReference<@Nullable String>();
        var started = new AtomicBoolean();
        var builder = configured(BedrockRuntimeAsyncClient.builder(), begun).httpClient(netty);
        try (var client = builder.build()) {
            switch (one.call()) {
                case "count-tokens" -> client.countTokens(count(one, begun)).join();
                case "converse" -> client.converse(converse(one, begun)).join();
                default -> stream(client, converse(one, begun), id, started);
            }
            return Seen.complete(String.valueOf(id.get()));
        } catch (CompletionException e) {
            if (e.getCause() instanceof BedrockRuntimeException refused) {
                return refused(refused, id.get(), started.get());
            }
            throw e;
        }
    }

    private static void stream(
            BedrockRuntimeAsyncClient client,
            ConverseRequest request,
            AtomicReference<@Nullable String> id,
            AtomicBoolean started) {
        var visitor =
                ConverseStreamResponseHandler.Visitor.builder()
                        .onContentBlockDelta(_ -> started.set(true))
                        .build();
        var handler =
                ConverseStreamResponseHandler.builder()
                        .onResponse(head -> id.set(head.responseMetadata().requestId()))
                        .subscriber(visitor)
                        .build();
        client.converseStream(
                        r ->
                                r.modelId(request.modelId())
                                        .messages(request.messages())
                                        .inferenceConfig(request.inferenceConfig()),
                        handler)
                .join();
    }

    private static <B extends BedrockRuntimeBaseClientBuilder<B, ?>> B configured(
            B builder, Begun begun) {
        builder.region(Region.US_EAST_1)
                .endpointOverride(URI.create(begun.url()))
                .overrideConfiguration(c -> {
                    c.retryStrategy(retries -> retries.maxAttempts(begun.attempts()));
                    begun.headers().forEach(c::putHeader);
                });
        String bearer = begun.bearer();
        if (bearer == null) {
            return builder.credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")));
        }
        var scheme = AuthSchemeOption.builder().schemeId("smithy.api#httpBearerAuth").build();
        return builder.tokenProvider(StaticTokenProvider.create(() -> bearer))
                .authSchemeProvider(_ -> List.of(scheme));
    }

    private static ConverseRequest converse(ErrorCase one, Begun begun) {
        return ConverseRequest.builder()
                .modelId(one.model().repeat(one.modelTimes()))
                .messages(say(one, begun))
                .inferenceConfig(c -> c.maxTokens(16))
                .build();
    }

    private static CountTokensRequest count(ErrorCase one, Begun begun) {
        return CountTokensRequest.builder()
                .modelId(one.model())
                .input(input -> input.converse(c -> c.messages(say(one, begun))))
                .build();
    }

    private static Message say(ErrorCase one, Begun begun) {
        return Message.builder()
                .role("user")
                .content(ContentBlock.fromText(begun.text().repeat(one.times())))
                .build();
    }

    private static Seen refused(BedrockRuntimeException e, @Nullable String id, boolean started) {
        boolean modelled = e.getClass() != BedrockRuntimeException.class;
        String name = modelled ? e.getClass().getSimpleName() : e.awsErrorDetails().errorCode();
        return new Seen(
                e.statusCode(),
                name,
                started ? 1 : e.numAttempts(),
                e.requestId() == null ? id : e.requestId(),
                e.getMessage(),
                started,
                false,
                null,
                null);
    }
}
