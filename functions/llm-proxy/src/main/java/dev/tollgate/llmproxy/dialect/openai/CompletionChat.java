package dev.tollgate.llmproxy.dialect.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.ChatRequest.Format;
import dev.tollgate.llmproxy.chat.ChatRequest.ReasoningEffort;
import dev.tollgate.llmproxy.chat.ChatRequest.Sampling;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Members;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.language.NativeCall;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads a chat-completions request as a chat. What the chat model has no place for is refused by
/// its name, never dropped; members that say no more than their default are let through, and those
/// that change no answer are passed over (OpenAI API reference, "Create chat completion").
final class CompletionChat {
    private static final int LARGEST = Integer.MAX_VALUE;

    /// The last four are passed over: they say whose call it is, or how to file it.
    private static final Set<String> KNOWN =
            Set.of(
                    "model",
                    "messages",
                    "stream",
                    "stream_options",
                    "max_tokens",
                    "max_completion_tokens",
                    "temperature",
                    "top_p",
                    "stop",
                    "tools",
                    "tool_choice",
                    "parallel_tool_calls",
                    "response_format",
                    "reasoning_effort",
                    "user",
                    "safety_identifier",
                    "prompt_cache_key",
                    "metadata");

    /// SDKs and frameworks send these unasked.
    private static final Map<String, JsonNode> DEFAULTS =
            StrictJson.members(
                    """
                    {"n":1,"logprobs":false,"store":false,"frequency_penalty":0,
                    "presence_penalty":0,"logit_bias":{},"service_tier":"auto",
                    "modalities":["text"]}
                    """);

    private final Members members = new Members();

    private CompletionChat() {}

    /// @throws dev.tollgate.core.error.Refused when a member cannot be carried over, or a type is
    ///   wrong
    static ChatRequest read(NativeCall call) {
        return new CompletionChat().chat(call);
    }

    private ChatRequest chat(NativeCall call) {
        JsonField root = call.root();
        root.carriesOnly(KNOWN, DEFAULTS);
        root.member("stream_options")
                .ifPresent(options ->
                        options.carriesOnly(Set.of("include_usage", "include_obfuscation")));
        var messages = new CompletionMessages(members);
        messages.read(root.required("messages"));
        return new ChatRequest(
                messages.system(),
                messages.turns(),
                new CompletionTools(members).read(root),
                sampling(root),
                root.member("reasoning_effort").map(this::effort).orElse(null),
                root.member("response_format").flatMap(this::format).orElse(null),
                call.stream(),
                members);
    }

    private Sampling sampling(JsonField root) {
        return new Sampling(
                maxTokens(root),
                root.member("temperature").map(field -> field.fraction(0, 2)).orElse(null),
                root.member("top_p").map(field -> field.fraction(0, 1)).orElse(null),
                null,
                root.member("stop").map(this::stop).orElse(List.of()));
    }

    private static @Nullable Long maxTokens(JsonField root) {
        Optional<JsonField> newer = root.member("max_completion_tokens");
        Optional<JsonField> older = root.member("max_tokens");
        if (newer.isPresent() && older.isPresent()) {
            throw older.get().wrong("must not stand beside max_completion_tokens");
        }
        return newer.or(() -> older).map(field -> field.number(1, LARGEST)).orElse(null);
    }

    private List<String> stop(JsonField stop) {
        List<String> sequences =
                stop.node().isTextual()
                        ? List.of(stop.text())
                        : stop.items().stream().map(JsonField::text).toList();
        if (!sequences.isEmpty()) {
            members.note(Feature.STOP_SEQUENCES, stop);
        }
        return sequences;
    }

    private ReasoningEffort effort(JsonField effort) {
        members.note(Feature.REASONING_EFFORT, effort);
        return new ReasoningEffort.Level(effort.text());
    }

    private Optional<Format> format(JsonField format) {
        JsonField type = format.required("type");
        return switch (type.text()) {
            case "text" -> Optional.empty();
            case "json_object" -> {
                members.note(Feature.JSON_OBJECT, format);
                yield Optional.of(new Format.JsonObject());
            }
            case "json_schema" -> {
                members.note(Feature.JSON_SCHEMA, format);
                yield Optional.of(schema(format.required("json_schema")));
            }
            default -> throw type.notSupported();
        };
    }

    private static Format schema(JsonField said) {
        said.carriesOnly(Set.of("name", "description", "schema", "strict"));
        return new Format.Schema(
                said.required("name").text(),
                said.member("description").map(JsonField::text).orElse(null),
                said.required("schema").object(),
                said.member("strict").map(JsonField::bool).orElse(null));
    }
}
