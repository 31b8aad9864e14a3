package dev.tollgate.llmproxy.dialect.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.ChatRequest.Format;
import dev.tollgate.llmproxy.chat.ChatRequest.ReasoningEffort;
import dev.tollgate.llmproxy.chat.ChatRequest.Role;
import dev.tollgate.llmproxy.chat.ChatRequest.Sampling;
import dev.tollgate.llmproxy.chat.ChatRequest.Tool;
import dev.tollgate.llmproxy.chat.ChatRequest.ToolChoice;
import dev.tollgate.llmproxy.chat.ChatRequest.Tools;
import dev.tollgate.llmproxy.chat.ChatRequest.Turn;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Members;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.language.NativeCall;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a Converse request as a chat. What the chat model has no place for is refused by its name,
/// never dropped; members that say no more than their default are let through, and those that
/// change no answer are passed over (Bedrock API reference, "Converse").
final class ConverseChat {
    private static final int LARGEST = Integer.MAX_VALUE;

    /// The last two are passed over: the caller's own filing, and the wish to be told what a model
    /// says beside its answer, where it does (the AI SDK sends it with each call).
    private static final Set<String> KNOWN =
            Set.of(
                    "messages",
                    "system",
                    "inferenceConfig",
                    "toolConfig",
                    "outputConfig",
                    "requestMetadata",
                    "additionalModelResponseFieldPaths");

    private static final Map<String, JsonNode> DEFAULTS =
            StrictJson.members(
                    """
                    {"additionalModelRequestFields":{},"performanceConfig":{"latency":"standard"},
                    "serviceTier":{"type":"default"}}
                    """);

    private final Members members = new Members();
    private final ConverseBlock blocks = new ConverseBlock(members);

    private ConverseChat() {}

    /// @throws dev.tollgate.core.error.Refused when a field cannot be carried over, or a type is
    ///   wrong
    static ChatRequest read(NativeCall call) {
        return new ConverseChat().chat(call);
    }

    private ChatRequest chat(NativeCall call) {
        JsonField root = call.root();
        root.carriesOnly(KNOWN, DEFAULTS);
        List<Turn> turns = root.required("messages").items().stream().map(this::turn).toList();
        if (turns.isEmpty()) {
            throw root.required("messages").wrong("must have at least one message");
        }
        Optional<JsonField> output = root.member("outputConfig");
        output.ifPresent(config -> config.carriesOnly(Set.of("effort", "textFormat")));
        return new ChatRequest(
                items(root, "system").stream().map(blocks::instruction).toList(),
                turns,
                root.member("toolConfig").map(this::tools).orElse(Tools.NONE),
                root.member("inferenceConfig").map(this::sampling).orElse(Sampling.DEFAULT),
                output.flatMap(config -> config.member("effort")).map(this::effort).orElse(null),
                output.flatMap(config -> config.member("textFormat"))
                        .map(this::format)
                        .orElse(null),
                call.stream(),
                members);
    }

    private static List<JsonField> items(JsonField root, String name) {
        return root.member(name).map(JsonField::items).orElse(List.of());
    }

    private Turn turn(JsonField message) {
        message.carriesOnly(Set.of("role", "content"));
        JsonField role = message.required("role");
        Role speaker =
                switch (role.text()) {
                    case "user" -> Role.USER;
                    case "assistant" -> Role.ASSISTANT;
                    default -> throw role.wrong("must be user or assistant");
                };
        List<JsonField> content = message.required("content").items();
        return new Turn(speaker, content.stream().map(blocks::read).toList());
    }

    private Sampling sampling(JsonField config) {
        config.carriesOnly(Set.of("maxTokens", "temperature", "topP", "stopSequences"));
        List<String> stop = items(config, "stopSequences").stream().map(JsonField::text).toList();
        if (!stop.isEmpty()) {
            members.note(Feature.STOP_SEQUENCES, config.required("stopSequences"));
        }
        return new Sampling(
                config.member("maxTokens").map(field -> field.number(1, LARGEST)).orElse(null),
                config.member("temperature").map(field -> field.fraction(0, 2)).orElse(null),
                config.member("topP").map(field -> field.fraction(0, 1)).orElse(null),
                null,
                stop);
    }

    private ReasoningEffort effort(JsonField effort) {
        members.note(Feature.REASONING_EFFORT, effort);
        return new ReasoningEffort.Level(effort.text());
    }

    private Format format(JsonField format) {
        members.note(Feature.JSON_SCHEMA, format);
        format.carriesOnly(Set.of("type", "structure"));
        JsonField schema = format.required("structure").required("jsonSchema");
        schema.carriesOnly(Set.of("schema", "name", "description"));
        JsonField text = schema.required("schema");
        return new Format.Schema(
                schema.member("name").map(JsonField::text).orElse("answer"),
                schema.member("description").map(JsonField::text).orElse(null),
                StrictJson.lenientObject(text.text().getBytes(StandardCharsets.UTF_8))
                        .orElseThrow(() -> text.wrong("must be a JSON schema, as a string")),
                null);
    }

    private Tools tools(JsonField config) {
        config.carriesOnly(Set.of("tools", "toolChoice"));
        return new Tools(
                config.required("tools").items().stream()
                        .filter(this::isTool)
                        .map(this::tool)
                        .toList(),
                config.member("toolChoice").map(this::choice).orElse(null),
                false);
    }

    /// A mark for the prompt cache among the tools is noted and stands nowhere in the chat: tools
    /// come before all else, so a later mark covers them.
    private boolean isTool(JsonField entry) {
        entry.member("cachePoint").ifPresent(point -> blocks.cachePoint(point));
        return entry.member("cachePoint").isEmpty();
    }

    private Tool tool(JsonField entry) {
        entry.carriesOnly(Set.of("toolSpec"));
        JsonField spec = entry.required("toolSpec");
        spec.carriesOnly(Set.of("name", "description", "inputSchema", "strict"));
        boolean strict = spec.member("strict").map(JsonField::bool).orElse(false);
        if (strict) {
            members.note(Feature.STRICT_TOOL, spec.required("strict"));
        }
        JsonField schema = spec.required("inputSchema").required("json");
        return new Tool(
                spec.required("name").text(),
                spec.member("description").map(JsonField::text).orElse(null),
                schema.object(),
                strict);
    }

    private ToolChoice choice(JsonField union) {
        JsonField choice = union.only();
        if (!choice.name().equals("auto")) {
            members.note(Feature.TOOL_CHOICE_FORCED, choice);
        }
        return switch (choice.name()) {
            case "auto" -> new ToolChoice.Auto();
            case "any" -> new ToolChoice.Any();
            case "tool" -> new ToolChoice.Named(choice.required("name").text());
            default -> throw choice.notSupported();
        };
    }
}
