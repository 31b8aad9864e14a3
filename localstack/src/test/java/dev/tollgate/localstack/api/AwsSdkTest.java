package dev.tollgate.localstack.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.testkit.SequentialIds;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.AccessDeniedException;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/// The AWS SDK for Java as it comes, against the emulator: the asynchronous client, which speaks
/// HTTP/2 and nothing else, on both ports; the synchronous one over HTTP/1.1.
final class AwsSdkTest {
    private static final int CHUNKS = 4;

    @TempDir private static Path folder;
    private static ApiEmulator.Keystore keystore;
    private final Semaphore seen = new Semaphore(1);
    private RunningGateway gateway;

    @BeforeAll
    static void createKeystore() throws Exception {
        keystore = SelfSigned.create(folder);
    }

    @BeforeEach
    void start() throws IOException {
        gateway = new RunningGateway(options -> options.withTls(0, keystore));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void converseStream_inClear_streamsOverHttp2() {
        try (BedrockRuntimeAsyncClient client =
                BedrockRuntimeAsyncClient.builder()
                        .endpointOverride(gateway.uri(""))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(credentials())
                        .build()) {
            assertStreams(client);
        }
    }

    @Test
    void converseStream_overTls_streamsOverHttp2() {
        try (BedrockRuntimeAsyncClient client =
                BedrockRuntimeAsyncClient.builder()
                        .endpointOverride(gateway.tlsUri(""))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(credentials())
                        .httpClientBuilder(
                                NettyNioAsyncHttpClient.builder()
                                        .tlsTrustManagersProvider(() ->
                                                new TrustManager[] {new SelfSigned.TrustAll()}))
                        .build()) {
            assertStreams(client);
        }
    }

    @Test
    void converse_withAnArnAsModelId_arrivesRaw() {
        gateway.function(
                Scripts.answering(
                        200,
                        """
                        {"output":{"message":{"role":"assistant","content":[{"text":"Hello."}]}},
                         "stopReason":"end_turn","metrics":{"latencyMs":1},
                         "usage":{"inputTokens":1,"outputTokens":1,"totalTokens":2}}\
                        """));
        try (BedrockRuntimeClient client = synchronous(UrlConnectionHttpClient.builder())) {
            var answer =
                    client.converse(request ->
                            request.modelId("arn:aws:bedrock:us-east-1:0:profile/a b")
                                    .messages(hello()));
            assertEquals("Hello.", answer.output().message().content().getFirst().text());
        }
        assertEquals(
                "arn%3Aaws%3Abedrock%3Aus-east-1%3A0%3Aprofile%2Fa%20b",
                gateway.events.getFirst().at("/pathParameters/modelId").textValue());
    }

    /// With the SDK's own choice of a client: the JDK's URL connection gives nobody the body of a
    /// 401.
    @Test
    void refusals_areTypedAndTriedOnce() {
        try (BedrockRuntimeClient client = synchronous(ApacheHttpClient.builder())) {
            gateway.authorizer(Scripts.throwing("Unauthorized"));
            AccessDeniedException unknown = refused(client, AccessDeniedException.class);
            assertEquals(401, unknown.statusCode());
            assertTrue(unknown.toString().contains("AWS_BEARER_TOKEN_BEDROCK"), unknown.toString());
            gateway.authorizer(Scripts.denying("This key has no Bedrock routes."));
            AccessDeniedException denied = refused(client, AccessDeniedException.class);
            assertEquals(403, denied.statusCode());
            assertTrue(denied.toString().contains("This key has no Bedrock routes."));
        }
        assertEquals(2, gateway.authorizerEvents.size());
        assertTrue(gateway.events.isEmpty());
    }

    private static <T extends BedrockRuntimeException> T refused(
            BedrockRuntimeClient client, Class<T> type) {
        return assertThrows(
                type, () -> client.converse(request -> request.modelId("m").messages(hello())));
    }

    private void assertStreams(BedrockRuntimeAsyncClient client) {
        gateway.function(handShake());
        List<String> texts = new CopyOnWriteArrayList<>();
        client.converseStream(
                        request -> request.modelId("sim.claude").messages(hello()),
                        ConverseStreamResponseHandler.builder()
                                .subscriber(
                                        ConverseStreamResponseHandler.Visitor.builder()
                                                .onContentBlockDelta(delta -> {
                                                    texts.add(delta.delta().text());
                                                    seen.release();
                                                })
                                                .build())
                                .build())
                .orTimeout(60, TimeUnit.SECONDS)
                .join();
        assertEquals(List.of("0", "1", "2", "3"), texts);
        assertEquals(
                "HTTP/2.0", gateway.events.getFirst().at("/requestContext/protocol").textValue());
        assertEquals(
                "127.0.0.1",
                URI.create("http://" + gateway.events.getFirst().at("/headers/Host").textValue())
                        .getHost());
    }

    /// Chunk k+1 leaves only after the client saw chunk k.
    private RequestStreamHandler handShake() {
        return (_, out, _) -> {
            Scripts.eventStreamPrelude(out);
            for (int k = 0; k < CHUNKS; k++) {
                try {
                    if (!seen.tryAcquire(20, TimeUnit.SECONDS)) {
                        throw new IOException("the client did not see chunk " + (k - 1));
                    }
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                out.write(
                        Scripts.frame(
                                "contentBlockDelta",
                                "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + k + "\"}}"));
            }
            out.write(Scripts.frame("messageStop", "{\"stopReason\":\"end_turn\"}"));
        };
    }

    private BedrockRuntimeClient synchronous(SdkHttpClient.Builder<?> http) {
        return BedrockRuntimeClient.builder()
                .endpointOverride(gateway.uri(""))
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials())
                .httpClientBuilder(http)
                .build();
    }

    private static AwsCredentialsProvider credentials() {
        var ids = new SequentialIds();
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(ids.next(), ids.next()));
    }

    private static Message hello() {
        return Message.builder()
                .role(ConversationRole.USER)
                .content(ContentBlock.fromText("Say hello."))
                .build();
    }
}
