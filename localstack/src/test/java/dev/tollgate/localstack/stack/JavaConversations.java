package dev.tollgate.localstack.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;
import software.amazon.awssdk.services.bedrockruntime.model.ToolConfiguration;
import software.amazon.awssdk.services.bedrockruntime.model.ToolResultContentBlock;

/// A tenant's own program: says the conversations of the table (resources/conversations.yaml) with
/// clients of the AWS SDK as they come, nothing set in code. Prints a line of JSON for each.
///
/// This SDK's version has no structured output; as its users do, the program has the model call a
/// tool whose input is the answer.
final class JavaConversations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_TOKENS = 256;

    private final BedrockRuntimeClient client;
    private final BedrockRuntimeAsyncClient streaming;
    private final JsonNode table;

    private JavaConversations(
            BedrockRuntimeClient client, BedrockRuntimeAsyncClient streaming, JsonNode table) {
        this.client = client;
        this.streaming = streaming;
        this.table = table;
    }

    /// @param arguments where the facts of the stack are
    public static void main(String[] arguments) throws IOException {
        JsonNode table = JSON.readTree(new File(arguments[0])).path("conversations");
        try (var client = BedrockRuntimeClient.create();
                var streaming = BedrockRuntimeAsyncClient.create()) {
            var program = new JavaConversations(client, streaming, table);
            for (JsonNode one : table.path("conversations")) {
                if (!one.has("languages")) {
                    table.path("targets").forEach(model -> program.print(one, model.asText()));
                }
            }
        }
    }

    private void print(JsonNode one, String model) {
        List<Message> messages = new ArrayList<>(List.of(asked(one)));
        JavaAnswer answer = say(one, model, messages);
        ObjectNode line = answer.json();
        line.put("call", one.path("name").asText() + " " + model);
        if (one.has("calls")) {
            messages.add(message(ConversationRole.ASSISTANT, answer.content()));
            messages.add(message(ConversationRole.USER, results(answer)));
            line.set("last", say(one, model, messages).json());
        }
        System.out.println(line);
    }

    private JavaAnswer say(JsonNode one, String model, List<Message> messages) {
        ToolConfiguration tools = tools(one);
        if (one.path("streamed").asBoolean()) {
            var gathering = new JavaAnswer.Gathering();
            streaming
                    .converseStream(
                            r ->
                                    r.modelId(model)
                                            .messages(messages)
                                            .toolConfig(tools)
                                            .inferenceConfig(c -> c.maxTokens(MOST_TOKENS)),
                            gathering.handler())
                    .join();
            return gathering.answer();
        }
        return JavaAnswer.of(
                client.converse(r ->
                        r.modelId(model)
                                .messages(messages)
                                .toolConfig(tools)
                                .inferenceConfig(c -> c.maxTokens(MOST_TOKENS))));
    }

    private Message asked(JsonNode one) {
        List<ContentBlock> content = new ArrayList<>();
        content.add(ContentBlock.fromText(one.path("ask").asText()));
        if (one.has("shown")) {
            JsonNode image = table.path("image");
            byte[] bytes = Base64.getDecoder().decode(image.path("data").asText());
            String format = image.path("type").asText().replace("image/", "");
            content.add(
                    ContentBlock.fromImage(i ->
                            i.format(format).source(s -> s.bytes(SdkBytes.fromByteArray(bytes)))));
        }
        return message(ConversationRole.USER, content);
    }

    /// Null for none, as the SDK has it.
    private @Nullable ToolConfiguration tools(JsonNode one) {
        if (one.has("schema")) {
            return ToolConfiguration.builder()
                    .tools(tool("report", "The answer.", one.path("schema")))
                    .toolChoice(choice -> choice.tool(named -> named.name("report")))
                    .build();
        }
        if (!one.has("calls")) {
            return null;
        }
        List<Tool> tools = new ArrayList<>();
        for (JsonNode tool : table.path("tools")) {
            String description = tool.path("description").asText();
            tools.add(tool(tool.path("name").asText(), description, tool.path("input")));
        }
        return ToolConfiguration.builder().tools(tools).build();
    }

    private static Tool tool(String name, String description, JsonNode schema) {
        return Tool.fromToolSpec(spec ->
                spec.name(name)
                        .description(description)
                        .inputSchema(input -> input.json(JavaAnswer.document(schema))));
    }

    private List<ContentBlock> results(JavaAnswer answer) {
        List<ContentBlock> results = new ArrayList<>();
        for (var call : answer.calls()) {
            String result = table.path("tools").path(results.size()).path("result").asText();
            results.add(
                    ContentBlock.fromToolResult(r ->
                            r.toolUseId(call.toolUseId())
                                    .content(ToolResultContentBlock.fromText(result))));
        }
        return results;
    }

    private static Message message(ConversationRole role, List<ContentBlock> content) {
        return Message.builder().role(role).content(content).build();
    }
}
