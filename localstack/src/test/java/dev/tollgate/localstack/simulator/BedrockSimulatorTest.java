package dev.tollgate.localstack.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.localstack.simulator.bedrock.BedrockEndpoint;
import dev.tollgate.localstack.upstream.LiveUpstreams;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamMetadataEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BedrockSimulatorTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LiveUpstreams live;
    private BedrockCalls calls;

    @BeforeAll
    void start() throws Exception {
        live = new LiveUpstreams();
        calls = new BedrockCalls(live);
    }

    @AfterAll
    void stop() {
        live.close();
    }

    private static String text(ConverseResponse response) {
        return response.output().message().content().getFirst().text();
    }

    @Test
    void converse_sameRequest_sameAnswer() {
        try (var client = calls.client()) {
            ConverseResponse first = client.converse(BedrockCalls.converse("Hello there"));
            ConverseResponse again = client.converse(BedrockCalls.converse("Hello there"));
            ConverseResponse other = client.converse(BedrockCalls.converse("Hello here!"));
            assertEquals(text(first), text(again));
            assertNotEquals(text(first), text(other));
            assertEquals("end_turn", first.stopReasonAsString());
            assertEquals(3, first.usage().inputTokens(), "11 bytes by 4, rounded up");
            assertEquals(text(first).split(" ").length, first.usage().outputTokens());
            assertEquals(
                    first.usage().inputTokens() + first.usage().outputTokens(),
                    first.usage().totalTokens());
            assertTrue(first.metrics().latencyMs() > 0);
        }
    }

    @Test
    void converseStream_sameRequest_saysWhatConverseSays() throws Exception {
        StringBuilder text = new StringBuilder();
        List<ConverseStreamMetadataEvent> metadata = new ArrayList<>();
        List<String> stops = new ArrayList<>();
        var visitor =
                ConverseStreamResponseHandler.Visitor.builder()
                        .onContentBlockDelta(e -> text.append(e.delta().text()))
                        .onMessageStop(e -> stops.add(e.stopReasonAsString()))
                        .onMetadata(metadata::add)
                        .build();
        try (var client = calls.client();
                var async = calls.asyncClient()) {
            async.converseStream(
                            r ->
                                    r.modelId(BedrockEndpoint.MODEL)
                                            .messages(BedrockCalls.user("Hello there")),
                            ConverseStreamResponseHandler.builder().subscriber(visitor).build())
                    .get();
            ConverseResponse whole = client.converse(BedrockCalls.converse("Hello there"));
            assertEquals(text(whole), text.toString());
            assertEquals(List.of("end_turn"), stops);
            assertEquals(whole.usage(), metadata.getFirst().usage());
        }
    }

    @Test
    void invoke_wholeAndStreamed_agreeInTextAndUsage() throws Exception {
        String body =
                """
                {"anthropic_version":"bedrock-2023-05-31","max_tokens":50,
                 "messages":[{"role":"user","content":"Count the tolls"}]}\
                """;
        List<JsonNode> events = new ArrayList<>();
        var visitor =
                InvokeModelWithResponseStreamResponseHandler.Visitor.builder()
                        .onChunk(chunk -> events.add(read(chunk.bytes().asUtf8String())))
                        .build();
        try (var client = calls.client();
                var async = calls.asyncClient()) {
            InvokeModelResponse whole =
                    client.invokeModel(r ->
                            r.modelId(BedrockEndpoint.MODEL).body(SdkBytes.fromUtf8String(body)));
            async.invokeModelWithResponseStream(
                            r ->
                                    r.modelId(BedrockEndpoint.MODEL)
                                            .body(SdkBytes.fromUtf8String(body)),
                            InvokeModelWithResponseStreamResponseHandler.builder()
                                    .subscriber(visitor)
                                    .build())
                    .get();
            JsonNode answer = read(whole.body().asUtf8String());
            StringBuilder text = new StringBuilder();
            events.forEach(event -> text.append(event.at("/delta/text").asText("")));
            assertEquals(answer.at("/content/0/text").asText(), text.toString());
            JsonNode metrics = events.getLast().path("amazon-bedrock-invocationMetrics");
            assertEquals(
                    answer.at("/usage/input_tokens").asInt(-1),
                    metrics.path("inputTokenCount").asInt());
            assertEquals(
                    answer.at("/usage/output_tokens").asInt(-1),
                    metrics.path("outputTokenCount").asInt());
            assertEquals(
                    String.valueOf(metrics.path("inputTokenCount").asInt()),
                    header(whole, "x-amzn-bedrock-input-token-count"));
            assertEquals(
                    String.valueOf(metrics.path("outputTokenCount").asInt()),
                    header(whole, "x-amzn-bedrock-output-token-count"));
        }
    }

    private static String header(InvokeModelResponse response, String name) {
        return response.sdkHttpResponse().firstMatchingHeader(name).orElseThrow();
    }

    private static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException broken) {
            throw new AssertionError(json, broken);
        }
    }

    @Test
    void countTokens_converseInput_isWhatConverseCharges() {
        try (var client = calls.client()) {
            var counted =
                    client.countTokens(r ->
                            r.modelId(BedrockEndpoint.MODEL)
                                    .input(i ->
                                            i.converse(c ->
                                                    c.messages(
                                                            BedrockCalls.user(
                                                                    "Grüße aus Zürich")))));
            var answered = client.converse(BedrockCalls.converse("Grüße aus Zürich"));
            assertEquals(answered.usage().inputTokens(), counted.inputTokens());
        }
    }

    @Test
    void converse_maxTokensAndStopSequence_endTheAnswer() {
        try (var client = calls.client()) {
            var cutShort =
                    client.converse(
                            BedrockCalls.converse("Hello there").toBuilder()
                                    .inferenceConfig(c -> c.maxTokens(3))
                                    .build());
            assertEquals("max_tokens", cutShort.stopReasonAsString());
            assertEquals(3, cutShort.usage().outputTokens());
            var stopped =
                    client.converse(
                            BedrockCalls.converse("[[sim echo]] one two three").toBuilder()
                                    .inferenceConfig(c -> c.stopSequences("three", "two"))
                                    .build());
            assertEquals("stop_sequence", stopped.stopReasonAsString());
            assertEquals("one", text(stopped).strip());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "400, ValidationException",
        "403, AccessDeniedException",
        "408, ModelTimeoutException",
        "424, ModelErrorException",
        "429, ThrottlingException",
        "500, InternalServerException",
        "503, ServiceUnavailableException"
    })
    void converse_scriptedStatus_isTyped(int status, String type) {
        try (var client = calls.client()) {
            var thrown =
                    assertThrows(
                            BedrockRuntimeException.class,
                            () ->
                                    client.converse(
                                            BedrockCalls.converse(
                                                    "[[sim status=" + status + "]]")));
            assertEquals(status, thrown.statusCode());
            assertEquals(type, thrown.awsErrorDetails().errorCode());
            assertEquals(type, thrown.getClass().getSimpleName());
        }
    }

    @Test
    void converse_unknownModel_isNotFound() {
        try (var client = calls.client()) {
            var thrown =
                    assertThrows(
                            BedrockRuntimeException.class,
                            () ->
                                    client.converse(r ->
                                            r.modelId("anthropic.other-v1:0")
                                                    .messages(BedrockCalls.user("Hi"))));
            assertEquals("ResourceNotFoundException", thrown.awsErrorDetails().errorCode());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | messages",
                "[] | JSON object",
                "{\"messages\":[]} | messages",
                "{\"messages\":{}} | messages",
                "{\"messages\":[{\"role\":\"user\"}]} | messages[0].content",
                "{\"messages\":[{\"role\":\"bot\",\"content\":[{\"text\":\"a\"}]}]} | role",
                "{\"messages\":[{\"role\":\"assistant\",\"content\":[{\"text\":\"a\"}]}]} | start with",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":1}]}]} | content[0].text",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"tex\":\"a\"}]}]} | content block",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"a\"}]}],"
                        + "\"inferenceConfig\":{\"maxTokens\":\"5\"}} | inferenceConfig.maxTokens",
                "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"a\"}]}],"
                        + "\"inferenceConfig\":{\"temperature\":3}} | inferenceConfig.temperature"
            })
    void converse_wrongTypeOrMissingMember_isAValidationError(String body, String named)
            throws Exception {
        HttpResponse<InputStream> response = calls.send("converse", body);
        assertEquals(400, response.statusCode());
        assertEquals(
                "ValidationException",
                response.headers().firstValue("x-amzn-ErrorType").orElseThrow());
        String message = JSON.readTree(response.body()).path("message").asText();
        assertTrue(message.contains(named), message);
    }

    @Test
    void requests_afterCalls_tellNamesAndNeverText() throws Exception {
        try (LiveUpstreams own = new LiveUpstreams();
                var client = new BedrockCalls(own).client()) {
            client.converse(BedrockCalls.converse("my secret prompt"));
            String seen = controls(own, "GET");
            assertTrue(seen.contains("\"bedrock/anthropic.claude-sim-v1:0\":1"), seen);
            assertTrue(seen.contains("\"authorization\":\"AWS4-HMAC-SHA256\""), seen);
            assertTrue(seen.contains("\"x-amz-date\""), seen);
            assertTrue(!seen.contains("secret"), seen);
            assertTrue(!seen.contains(own.credential.accessKeyId()), seen);
            assertEquals("{\"total\":0,\"models\":{},\"requests\":[]}", controls(own, "DELETE"));
        }
    }

    private static String controls(LiveUpstreams live, String method) throws Exception {
        var request =
                HttpRequest.newBuilder(live.upstreams.url().resolve("/sim/requests"))
                        .method(method, HttpRequest.BodyPublishers.noBody())
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            return http.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }
}
