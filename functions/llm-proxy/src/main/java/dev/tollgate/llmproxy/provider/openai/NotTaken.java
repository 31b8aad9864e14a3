package dev.tollgate.llmproxy.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.json.JsonField;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What a server does not take, in the words of [ChatServer#refuses], and would pass over in
/// silence or refuse only after money was held.
///
/// @param words of the server
record NotTaken(Set<String> words) {
    private static final String CONTENT = "messages.content.";
    private static final String MESSAGE = "messages.";
    private static final String FORMAT = "response_format.";
    private static final String TOOL_CHOICE = "tool_choice";

    /// What some members say when they ask for nothing.
    private static final Map<String, JsonNode> USUAL =
            Map.of("n", IntNode.valueOf(1), TOOL_CHOICE, TextNode.valueOf("auto"));

    /// Where a chat's features stand in this language.
    private static final Map<Feature, String> PLACES =
            Map.of(
                    Feature.IMAGE,
                    CONTENT + "image_url",
                    Feature.IMAGE_URL,
                    CONTENT + "image_url",
                    Feature.DOCUMENT,
                    CONTENT + "file",
                    Feature.REASONING_EFFORT,
                    "reasoning_effort",
                    Feature.TOOL_CHOICE_FORCED,
                    TOOL_CHOICE,
                    Feature.TOOL_CHOICE_NONE,
                    TOOL_CHOICE,
                    Feature.SINGLE_TOOL_CALL,
                    "parallel_tool_calls",
                    Feature.JSON_OBJECT,
                    FORMAT + "json_object",
                    Feature.JSON_SCHEMA,
                    FORMAT + "json_schema",
                    Feature.STOP_SEQUENCES,
                    "stop");

    /// Those of the features that the server takes.
    Set<Feature> without(Set<Feature> features) {
        var taken = EnumSet.copyOf(features);
        taken.removeIf(feature -> words.contains(PLACES.getOrDefault(feature, "")));
        return taken;
    }

    /// @param root of a client's request in this language
    /// @throws dev.tollgate.core.error.Refused naming the member
    void check(JsonField root) {
        for (String word : words) {
            if (word.startsWith(CONTENT)) {
                messages(root, word.substring(CONTENT.length()), this::content);
            } else if (word.startsWith(MESSAGE)) {
                messages(root, word.substring(MESSAGE.length()), JsonField::member);
            } else if (word.startsWith(FORMAT)) {
                refuse(
                        root.member("response_format")
                                .filter(format -> isOf(format, word.substring(FORMAT.length()))));
            } else if (USUAL.containsKey(word)) {
                root.member(word).ifPresent(said -> said.carriesOnly(USUAL.get(word)));
            } else {
                refuse(root.member(word));
            }
        }
    }

    /// What of a message is looked for.
    private interface Place {
        Optional<JsonField> in(JsonField message, String name);
    }

    private static void messages(JsonField root, String name, Place place) {
        for (JsonField message : root.required("messages").items()) {
            refuse(place.in(message, name));
        }
    }

    private Optional<JsonField> content(JsonField message, String type) {
        return message.member("content")
                .filter(content -> content.node().isArray())
                .flatMap(content ->
                        content.items().stream().filter(part -> isOf(part, type)).findFirst());
    }

    private static boolean isOf(JsonField place, String type) {
        return place.node().path("type").asText("").equals(type);
    }

    private static void refuse(Optional<JsonField> place) {
        if (place.isPresent()) {
            throw place.get().notSupported();
        }
    }
}
