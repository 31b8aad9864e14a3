package dev.tollgate.llmproxy.bedrock;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.ChatRequest.Role;
import dev.tollgate.llmproxy.chat.ChatRequest.Sampling;
import dev.tollgate.llmproxy.chat.ChatRequest.Tool;
import dev.tollgate.llmproxy.chat.ChatRequest.ToolChoice;
import dev.tollgate.llmproxy.chat.ChatRequest.Turn;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.provider.NativeCall;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a Converse request as a chat. What the chat model has no place for is refused by its name,
/// never dropped (Bedrock API reference, "Converse").
public final class ConverseChat {
    private static final int LARGEST = Integer.MAX_VALUE;

    private ConverseChat() {}

    /// @throws Refused when the operation or a field cannot be carried over, or a type is wrong
    public static ChatRequest read(NativeCall call) {
        boolean stream =
                switch (call.operation()) {
                    case CONVERSE -> false;
                    case CONVERSE_STREAM -> true;
                    case INVOKE, INVOKE_WITH_RESPONSE_STREAM, COUNT_TOKENS ->
                            throw notOffered(call);
                };
        JsonField root = call.root();
        root.carriesOnly(Set.of("messages", "system", "inferenceConfig", "toolConfig"));
        List<Turn> turns =
                root.required("messages").items().stream().map(ConverseChat::turn).toList();
        if (turns.isEmpty()) {
            throw root.required("messages").wrong("must have at least one message");
        }
        Optional<JsonField> tools = root.member("toolConfig");
        tools.ifPresent(config -> config.carriesOnly(Set.of("tools", "toolChoice")));
        return new ChatRequest(
                items(root, "system").stream().map(ConverseChat::system).toList(),
                turns,
                tools.map(ConverseChat::tools).orElse(List.of()),
                tools.flatMap(config -> config.member("toolChoice"))
                        .map(ConverseChat::choice)
                        .orElse(null),
                sampling(root.member("inferenceConfig").orElse(null)),
                stream);
    }

    private static Refused notOffered(NativeCall call) {
        return new Refused(
                new GatewayError.NotSupportedByTarget(
                        "the operation "
                                + call.operation().segment()
                                + " is not offered by what stands behind the model alias "
                                + call.alias()
                                + "; use converse or converse-stream"));
    }

    private static List<JsonField> items(JsonField root, String name) {
        return root.member(name).map(JsonField::items).orElse(List.of());
    }

    private static String system(JsonField block) {
        block.carriesOnly(Set.of("text"));
        return block.required("text").text();
    }

    private static Turn turn(JsonField message) {
        message.carriesOnly(Set.of("role", "content"));
        JsonField role = message.required("role");
        Role speaker =
                switch (role.text()) {
                    case "user" -> Role.USER;
                    case "assistant" -> Role.ASSISTANT;
                    default -> throw role.wrong("must be user or assistant");
                };
        List<JsonField> blocks = message.required("content").items();
        return new Turn(speaker, blocks.stream().map(ConverseBlock::read).toList());
    }

    private static Sampling sampling(@Nullable JsonField config) {
        if (config == null) {
            return new Sampling(null, null, null, List.of());
        }
        config.carriesOnly(Set.of("maxTokens", "temperature", "topP", "stopSequences"));
        return new Sampling(
                config.member("maxTokens").map(field -> field.number(1, LARGEST)).orElse(null),
                config.member("temperature").map(field -> field.fraction(0, 2)).orElse(null),
                config.member("topP").map(field -> field.fraction(0, 1)).orElse(null),
                items(config, "stopSequences").stream().map(JsonField::text).toList());
    }

    private static List<Tool> tools(JsonField config) {
        return config.required("tools").items().stream().map(ConverseChat::tool).toList();
    }

    private static Tool tool(JsonField entry) {
        entry.carriesOnly(Set.of("toolSpec"));
        JsonField spec = entry.required("toolSpec");
        spec.carriesOnly(Set.of("name", "description", "inputSchema"));
        JsonField schema = spec.required("inputSchema").required("json");
        return new Tool(
                spec.required("name").text(),
                spec.member("description").map(JsonField::text).orElse(null),
                schema.object());
    }

    private static ToolChoice choice(JsonField union) {
        JsonField choice = union.only();
        return switch (choice.name()) {
            case "auto" -> new ToolChoice.Auto();
            case "any" -> new ToolChoice.Any();
            case "tool" -> new ToolChoice.Named(choice.required("name").text());
            default -> throw choice.notSupported();
        };
    }
}
