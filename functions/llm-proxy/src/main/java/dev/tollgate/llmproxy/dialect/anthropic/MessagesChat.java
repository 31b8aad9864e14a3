package dev.tollgate.llmproxy.dialect.anthropic;

import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.ChatRequest.Format;
import dev.tollgate.llmproxy.chat.ChatRequest.ReasoningEffort;
import dev.tollgate.llmproxy.chat.ChatRequest.Role;
import dev.tollgate.llmproxy.chat.ChatRequest.Sampling;
import dev.tollgate.llmproxy.chat.ChatRequest.Tools;
import dev.tollgate.llmproxy.chat.ChatRequest.Turn;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Members;
import dev.tollgate.llmproxy.chat.Part;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.language.NativeCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a request of Messages as a chat. What the chat model has no place for is refused by its
/// name, never dropped; `metadata` and `service_tier`, which change no answer, are passed over
/// (Anthropic API reference, "Create a Message").
final class MessagesChat {
    private static final int LARGEST = Integer.MAX_VALUE;
    private static final Set<String> MEMBERS =
            Set.of(
                    "model",
                    "messages",
                    "system",
                    "max_tokens",
                    "stream",
                    "temperature",
                    "top_p",
                    "top_k",
                    "stop_sequences",
                    "tools",
                    "tool_choice",
                    "thinking",
                    "output_config",
                    "cache_control",
                    "metadata",
                    "service_tier");

    private final Members members = new Members();
    private final MessageBlocks blocks = new MessageBlocks(members);

    private MessagesChat() {}

    /// @throws dev.tollgate.core.error.Refused when a member cannot be carried over, or a type is
    ///   wrong
    static ChatRequest read(NativeCall call) {
        return new MessagesChat().chat(call);
    }

    private ChatRequest chat(NativeCall call) {
        JsonField root = call.root();
        root.carriesOnly(MEMBERS);
        root.member("cache_control").ifPresent(mark -> members.note(Feature.CACHE_POINT, mark));
        List<Turn> turns = root.required("messages").items().stream().map(this::turn).toList();
        if (turns.isEmpty()) {
            throw root.required("messages").wrong("must have at least one message");
        }
        return new ChatRequest(
                root.member("system").map(this::system).orElse(List.of()),
                turns,
                root.member("tools")
                        .map(tools -> MessageTools.read(tools, root.member("tool_choice"), members))
                        .orElse(Tools.NONE),
                sampling(root),
                reasoning(root),
                format(root),
                call.stream(),
                members);
    }

    private List<Part.Instruction> system(JsonField system) {
        if (system.node().isTextual()) {
            return List.of(new Part.Text(system.text()));
        }
        var instructions = new ArrayList<Part.Instruction>();
        system.items().forEach(block -> blocks.instruction(block, instructions));
        return instructions;
    }

    private Turn turn(JsonField message) {
        message.carriesOnly(Set.of("role", "content"));
        JsonField role = message.required("role");
        Role speaker =
                switch (role.text()) {
                    case "user" -> Role.USER;
                    case "assistant" -> Role.ASSISTANT;
                    case "system" -> throw role.notSupported("put instructions into system");
                    default -> throw role.wrong("must be user or assistant");
                };
        JsonField content = message.required("content");
        if (content.node().isTextual()) {
            return new Turn(speaker, List.of(new Part.Text(content.text())));
        }
        var parts = new ArrayList<Part>();
        content.items().forEach(block -> blocks.read(block, parts));
        return new Turn(speaker, parts);
    }

    private Sampling sampling(JsonField root) {
        List<String> stop =
                root.member("stop_sequences").map(JsonField::items).orElse(List.of()).stream()
                        .map(JsonField::text)
                        .toList();
        if (!stop.isEmpty()) {
            members.note(Feature.STOP_SEQUENCES, root.required("stop_sequences"));
        }
        root.member("top_k").ifPresent(topK -> members.note(Feature.TOP_K, topK));
        return new Sampling(
                root.member("max_tokens").map(field -> field.number(1, LARGEST)).orElse(null),
                root.member("temperature").map(field -> field.fraction(0, 1)).orElse(null),
                root.member("top_p").map(field -> field.fraction(0, 1)).orElse(null),
                root.member("top_k").map(field -> field.number(0, LARGEST)).orElse(null),
                stop);
    }

    /// A word for the effort says more than that the model may find its own.
    private @Nullable ReasoningEffort reasoning(JsonField root) {
        Optional<JsonField> config = root.member("output_config");
        config.ifPresent(field -> field.carriesOnly(Set.of("effort", "format")));
        Optional<JsonField> effort = config.flatMap(field -> field.member("effort"));
        Optional<JsonField> thinking = root.member("thinking");
        ReasoningEffort asked = thinking.map(this::thinking).orElse(null);
        if (effort.isPresent() && !(asked instanceof ReasoningEffort.Budget)) {
            members.note(Feature.REASONING_EFFORT, effort.get());
            return new ReasoningEffort.Level(effort.get().text());
        }
        return asked;
    }

    private @Nullable ReasoningEffort thinking(JsonField thinking) {
        JsonField type = thinking.required("type");
        return switch (type.text()) {
            case "disabled" -> null;
            case "adaptive" -> {
                thinking.carriesOnly(Set.of("type"));
                members.note(Feature.REASONING_EFFORT, thinking);
                yield new ReasoningEffort.Adaptive();
            }
            case "enabled" -> {
                thinking.carriesOnly(Set.of("type", "budget_tokens"));
                JsonField budget = thinking.required("budget_tokens");
                members.note(Feature.REASONING_EFFORT, budget);
                yield new ReasoningEffort.Budget(budget.number(1, LARGEST));
            }
            default -> throw type.notSupported();
        };
    }

    private @Nullable Format format(JsonField root) {
        Optional<JsonField> format =
                root.member("output_config").flatMap(config -> config.member("format"));
        if (format.isEmpty()) {
            return null;
        }
        JsonField type = format.get().required("type");
        if (!type.text().equals("json_schema")) {
            throw type.notSupported();
        }
        format.get().carriesOnly(Set.of("type", "schema"));
        members.note(Feature.JSON_SCHEMA, format.get());
        return new Format.Schema("answer", null, format.get().required("schema").object(), true);
    }
}
