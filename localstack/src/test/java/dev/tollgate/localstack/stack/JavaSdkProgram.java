package dev.tollgate.localstack.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ApplyGuardrailResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;

/// A tenant's own program: clients of the AWS SDK as they come, nothing set in code. Prints a line
/// of JSON for each call.
final class JavaSdkProgram {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI simulator;
    private final HttpClient http = HttpClient.newHttpClient();

    private JavaSdkProgram(URI simulator) {
        this.simulator = simulator;
    }

    /// @param arguments what to do, where the simulator is, and a word for hand-shakes
    public static void main(String[] arguments) {
        var program = new JavaSdkProgram(URI.create(arguments[1]));
        switch (arguments[0]) {
            case "answers" -> program.answers();
            case "streams" -> program.streams(arguments[2]);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private void answers() {
        try (var client = BedrockRuntimeClient.create()) {
            for (String alias : new String[] {"sim.claude", "sim.gpt"}) {
                print(
                        "converse " + alias,
                        into -> put(into, converse(client, alias, "[[sim words=4]]")));
            }
            print(
                    "invokeModel",
                    into ->
                            into.put(
                                    "text",
                                    client.invokeModel(r ->
                                                    r.modelId("sim.claude")
                                                            .body(anthropic("[[sim words=3]]")))
                                            .body()
                                            .asUtf8String()));
            print(
                    "countTokens",
                    into ->
                            into.put(
                                    "input",
                                    client.countTokens(r ->
                                                    r.modelId("sim.claude")
                                                            .input(i ->
                                                                    i.converse(c ->
                                                                            c.messages(
                                                                                    say("four")))))
                                            .inputTokens()));
            print("applyGuardrail", into -> applyGuardrail(client, into));
        }
    }

    private static void applyGuardrail(BedrockRuntimeClient client, ObjectNode into) {
        ApplyGuardrailResponse answer =
                client.applyGuardrail(r ->
                        r.guardrailIdentifier("sim.mask")
                                .guardrailVersion("DRAFT")
                                .source("OUTPUT")
                                .content(
                                        GuardrailContentBlock.fromText(
                                                t -> t.text("Write to ada@example.com"))));
        into.put("text", answer.outputs().getFirst().text());
        into.put("units", answer.usage().sensitiveInformationPolicyUnits());
    }

    private void streams(String word) {
        try (var client = BedrockRuntimeAsyncClient.create()) {
            for (String alias : new String[] {"sim.claude", "sim.gpt"}) {
                String handshake = word + alias.replace('.', '-');
                print(
                        "converseStream " + alias,
                        into -> converseStream(client, alias, handshake, into));
            }
            print("invokeStream", into -> invokeStream(client, word, into));
        }
    }

    private void converseStream(
            BedrockRuntimeAsyncClient client, String alias, String handshake, ObjectNode into) {
        var visitor =
                ConverseStreamResponseHandler.Visitor.builder()
                        .onContentBlockDelta(_ -> read(handshake, into))
                        .onMetadata(end -> into.put("output", end.usage().outputTokens()))
                        .build();
        client.converseStream(
                        r ->
                                r.modelId(alias)
                                        .messages(
                                                say("[[sim words=5 handshake=" + handshake + "]]")),
                        ConverseStreamResponseHandler.builder().subscriber(visitor).build())
                .join();
    }

    private void invokeStream(BedrockRuntimeAsyncClient client, String word, ObjectNode into) {
        var visitor =
                InvokeModelWithResponseStreamResponseHandler.Visitor.builder()
                        .onChunk(part -> {
                            if (part.bytes().asUtf8String().contains("content_block_delta")) {
                                read(word, into);
                            }
                        })
                        .build();
        client.invokeModelWithResponseStream(
                        r ->
                                r.modelId("sim.claude")
                                        .body(anthropic("[[sim words=5 handshake=" + word + "]]")),
                        InvokeModelWithResponseStreamResponseHandler.builder()
                                .subscriber(visitor)
                                .build())
                .join();
    }

    /// Counts a chunk and lets the simulator send the next.
    private void read(String handshake, ObjectNode into) {
        into.put("chunks", into.path("chunks").asInt() + 1);
        var request =
                HttpRequest.newBuilder(simulator.resolve("/sim/handshake/" + handshake))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build();
        try {
            http.send(request, HttpResponse.BodyHandlers.discarding());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ConverseResponse converse(
            BedrockRuntimeClient client, String alias, String text) {
        return client.converse(
                r -> r.modelId(alias).messages(say(text)).inferenceConfig(c -> c.maxTokens(64)));
    }

    private static void put(ObjectNode into, ConverseResponse answer) {
        into.put("text", answer.output().message().content().getFirst().text())
                .put("output", answer.usage().outputTokens());
    }

    private static Message say(String text) {
        return Message.builder()
                .role(ConversationRole.USER)
                .content(ContentBlock.fromText(text))
                .build();
    }

    private static SdkBytes anthropic(String text) {
        ObjectNode body =
                JSON.createObjectNode()
                        .put("anthropic_version", "bedrock-2023-05-31")
                        .put("max_tokens", 32);
        body.putArray("messages").addObject().put("role", "user").put("content", text);
        return SdkBytes.fromUtf8String(body.toString());
    }

    private static void print(String call, Consumer<ObjectNode> made) {
        ObjectNode line = JSON.createObjectNode().put("call", call);
        made.accept(line);
        System.out.println(line);
    }
}
