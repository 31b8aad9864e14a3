package dev.tollgate.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tollgate.contract.errors.Simulator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.token.credentials.StaticTokenProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeBaseClientBuilder;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/// Clients that nobody here wrote: the AWS SDK for Java, both kinds, and boto3.
final class ClientChecks implements Area {
    private static final int WORDS = 5;

    private final Target target;

    ClientChecks(Target target) {
        this.target = target;
    }

    @Override
    public String name() {
        return "clients";
    }

    @Override
    public Stream<Check> checks() {
        return Stream.of(
                new Check("the AWS SDK for Java converses", this::converse),
                new Check(
                        "the asynchronous AWS SDK for Java streams over HTTP/2",
                        () -> stream(Protocol.HTTP2)),
                new Check(
                        "the asynchronous AWS SDK for Java streams over HTTP/1.1",
                        () -> stream(Protocol.HTTP1_1)),
                new Check("boto3 converses, streams and understands errors", this::boto3));
    }

    private void converse() {
        try (var client = configured(BedrockRuntimeClient.builder()).build()) {
            var answer =
                    client.converse(call ->
                            call.modelId(target.alias())
                                    .messages(say("Hello."))
                                    .inferenceConfig(limits -> limits.maxTokens(16)));
            assertFalse(answer.output().message().content().isEmpty(), answer.toString());
        }
    }

    /// By hand-shake, as [StreamChecks] does.
    private void stream(Protocol protocol) {
        String handshake = Caller.id();
        var chunks = new AtomicInteger();
        var words = new AtomicInteger();
        var netty = NettyNioAsyncHttpClient.builder().protocol(protocol);
        try (var http = HttpClient.newHttpClient();
                var client =
                        configured(BedrockRuntimeAsyncClient.builder())
                                .httpClientBuilder(netty)
                                .build()) {
            var simulator = new Simulator(target.simulatorUrl(), http);
            Consumer<ConverseStreamRequest.Builder> call =
                    request ->
                            request.modelId(target.alias())
                                    .messages(say("[[sim words=5 handshake=" + handshake + "]]"))
                                    .inferenceConfig(limits -> limits.maxTokens(16));
            var visitor =
                    ConverseStreamResponseHandler.Visitor.builder()
                            .onContentBlockDelta(_ -> {
                                chunks.incrementAndGet();
                                simulator.releaseOne(handshake);
                            })
                            .onMetadata(end -> words.set(end.usage().outputTokens()))
                            .build();
            client.converseStream(
                            call,
                            ConverseStreamResponseHandler.builder().subscriber(visitor).build())
                    .join();
        }
        assertEquals(WORDS, chunks.get());
        assertEquals(WORDS, words.get());
    }

    private <B extends BedrockRuntimeBaseClientBuilder<B, ?>> B configured(B builder) {
        String bearer = target.caller();
        var scheme = AuthSchemeOption.builder().schemeId("smithy.api#httpBearerAuth").build();
        return builder.region(Region.US_EAST_1)
                .endpointOverride(URI.create(target.url()))
                .tokenProvider(StaticTokenProvider.create(() -> bearer))
                .authSchemeProvider(_ -> List.of(scheme));
    }

    private static Message say(String text) {
        return Message.builder().role("user").content(ContentBlock.fromText(text)).build();
    }

    /// Configured by environment variables alone; its own tests are `python/test_contract.py`.
    private void boto3() throws IOException, InterruptedException {
        Path interpreter = target.interpreter();
        Path folder = Files.createTempDirectory("tollgate-contract");
        Path tests = folder.resolve("test_contract.py");
        try {
            copyTests(tests);
            var builder =
                    new ProcessBuilder(
                            interpreter.toString(),
                            "-B",
                            "-m",
                            "pytest",
                            "-q",
                            "-p",
                            "no:cacheprovider",
                            tests.toString());
            builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
            builder.environment().putAll(target.variables());
            builder.environment().put("TOLLGATE_MODEL", target.alias());
            builder.environment().put("AWS_BEARER_TOKEN_BEDROCK", target.caller());
            Process process = builder.redirectErrorStream(true).start();
            process.getOutputStream().close();
            String printed =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(0, process.waitFor(), printed);
        } finally {
            Files.deleteIfExists(tests);
            Files.delete(folder);
        }
    }

    private static void copyTests(Path file) throws IOException {
        try (var in = ClientChecks.class.getResourceAsStream("/python/test_contract.py")) {
            if (in == null) {
                throw new IOException("python/test_contract.py is missing in this build");
            }
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
