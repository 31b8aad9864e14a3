package dev.tollgate.smollm2;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A `POST /v1/chat/completions` body, reduced to what the model can do. Members that it cannot
/// honour are refused by name, never dropped.
///
/// @param system all system texts, joined by a blank line; null for none
/// @param turns user and assistant turns in order, at least one
/// @param maxTokens most tokens of the answer, 1 or more
/// @param temperature 0 to 2; 0 (the default) always gives the same answer
/// @param seed of the sampler, when the temperature is above 0
record ChatRequest(
        @Nullable String system,
        List<Turn> turns,
        int maxTokens,
        float temperature,
        float topP,
        int seed,
        List<String> stop,
        boolean stream,
        boolean includeUsage) {
    static final String MODEL = "smollm2-135m-instruct";
    static final int DEFAULT_MAX_TOKENS = 256;

    /// What is read, and what changes nothing here.
    private static final Set<String> KNOWN =
            Set.of(
                    "model",
                    "messages",
                    "max_tokens",
                    "max_completion_tokens",
                    "temperature",
                    "top_p",
                    "seed",
                    "stop",
                    "stream",
                    "stream_options",
                    "n",
                    "user",
                    "metadata",
                    "store");

    ChatRequest {
        turns = List.copyOf(turns);
        stop = List.copyOf(stop);
    }

    /// One message of the conversation.
    ///
    /// @param role `user` or `assistant`
    record Turn(String role, String text) {}

    static ChatRequest read(JsonNode body) throws RequestRefused {
        if (!body.isObject()) {
            throw RequestRefused.of(400, "invalid_json", "the body must be a JSON object");
        }
        refuseUnsupported(body);
        List<String> system = new ArrayList<>();
        List<Turn> turns = new ArrayList<>();
        readMessages(body.path("messages"), system, turns);
        boolean stream = flag(body.path("stream"), "stream");
        return new ChatRequest(
                system.isEmpty() ? null : String.join("\n\n", system),
                turns,
                maxTokens(body),
                number(body, "temperature", 0, 2),
                body.has("top_p") ? number(body, "top_p", 0, 1) : 1,
                body.path("seed").asInt(0),
                stops(body.path("stop")),
                stream,
                flag(body.at("/stream_options/include_usage"), "stream_options.include_usage"));
    }

    private static void refuseUnsupported(JsonNode body) throws RequestRefused {
        for (var member : body.properties()) {
            if (!KNOWN.contains(member.getKey()) && !member.getValue().isNull()) {
                throw RequestRefused.unsupported(member.getKey());
            }
        }
        if (body.path("n").asInt(1) != 1) {
            throw RequestRefused.invalid("n", "'n' above 1 is not supported by this local model");
        }
        String model = body.path("model").asText();
        if (!model.equals(MODEL)) {
            throw RequestRefused.of(
                    404, "model_not_found", "this server has one model: write \"" + MODEL + "\"");
        }
    }

    private static void readMessages(JsonNode messages, List<String> system, List<Turn> turns)
            throws RequestRefused {
        if (!messages.isArray() || messages.isEmpty()) {
            throw RequestRefused.invalid("messages", "'messages' must be a non-empty array");
        }
        for (JsonNode message : messages) {
            String role = message.path("role").asText();
            switch (role) {
                case "system", "developer" -> system.add(text(message.path("content")));
                case "user", "assistant" ->
                        turns.add(new Turn(role, text(message.path("content"))));
                default ->
                        throw RequestRefused.invalid(
                                "messages",
                                "the role \"" + role + "\" is not one of system, user, assistant");
            }
        }
        if (turns.isEmpty()) {
            throw RequestRefused.invalid("messages", "'messages' needs a user message");
        }
    }

    private static String text(JsonNode content) throws RequestRefused {
        if (content.isTextual()) {
            return content.textValue();
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : content) {
            if (!part.path("type").asText().equals("text") || !part.path("text").isTextual()) {
                throw RequestRefused.invalid(
                        "messages", "this local model reads text parts only, no images or audio");
            }
            text.append(part.path("text").textValue());
        }
        if (text.isEmpty()) {
            throw RequestRefused.invalid(
                    "messages", "'content' must be a string or an array of text parts");
        }
        return text.toString();
    }

    private static int maxTokens(JsonNode body) throws RequestRefused {
        String name = body.hasNonNull("max_tokens") ? "max_tokens" : "max_completion_tokens";
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return DEFAULT_MAX_TOKENS;
        }
        if (!value.isInt() || value.intValue() < 1) {
            throw RequestRefused.invalid(name, "'" + name + "' must be a whole number above 0");
        }
        return value.intValue();
    }

    private static float number(JsonNode body, String name, float least, float most)
            throws RequestRefused {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isNumber() || value.floatValue() < least || value.floatValue() > most) {
            throw RequestRefused.invalid(
                    name, "'%s' must be a number from %s to %s".formatted(name, least, most));
        }
        return value.floatValue();
    }

    private static boolean flag(JsonNode value, String name) throws RequestRefused {
        if (value.isMissingNode() || value.isNull()) {
            return false;
        }
        if (!value.isBoolean()) {
            throw RequestRefused.invalid(name, "'" + name + "' must be true or false");
        }
        return value.booleanValue();
    }

    private static List<String> stops(JsonNode stop) throws RequestRefused {
        if (stop.isMissingNode() || stop.isNull()) {
            return List.of();
        }
        List<String> stops = new ArrayList<>();
        for (JsonNode one : stop.isArray() ? stop : List.of(stop)) {
            if (!one.isTextual() || one.textValue().isEmpty() || stops.size() == 4) {
                throw RequestRefused.invalid("stop", "'stop' is a string or up to 4 of them");
            }
            stops.add(one.textValue());
        }
        return stops;
    }
}
