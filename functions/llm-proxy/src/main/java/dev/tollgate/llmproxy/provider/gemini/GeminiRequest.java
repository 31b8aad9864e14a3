package dev.tollgate.llmproxy.provider.gemini;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.ChatRequest.Format;
import dev.tollgate.llmproxy.chat.ChatRequest.ReasoningEffort;
import dev.tollgate.llmproxy.chat.ChatRequest.Sampling;
import dev.tollgate.llmproxy.chat.ChatRequest.Tool;
import dev.tollgate.llmproxy.chat.ChatRequest.ToolChoice;
import dev.tollgate.llmproxy.chat.ChatRequest.Tools;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Part;
import dev.tollgate.llmproxy.json.StrictJson;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes a chat as a request of generateContent (Gemini API reference, "Generating content").
final class GeminiRequest {
    private static final Set<String> LEVELS = Set.of("minimal", "low", "medium", "high", "xhigh");

    /// The budget by which the model thinks as much as it finds right, and the one for no thoughts.
    private static final long AUTOMATIC = -1;

    private static final long NONE = 0;

    private final ChatRequest request;
    private final ObjectNode body = StrictJson.newObject();

    private GeminiRequest(ChatRequest request) {
        this.request = request;
    }

    /// @param request with a bound on its answer
    /// @param model at the upstream
    /// @throws dev.tollgate.core.error.Refused for what has no place here, by the client's name
    static ObjectNode write(ChatRequest request, String model) {
        return new GeminiRequest(request).document(model);
    }

    private ObjectNode document(String model) {
        if (request.system().stream().anyMatch(Part.Text.class::isInstance)) {
            system(body.putObject("systemInstruction").putArray("parts"));
        }
        var contents = new GeminiContents(request, model);
        contents.write(body.putArray("contents"));
        tools(request.tools());
        ObjectNode config = body.putObject("generationConfig");
        sampling(request.sampling(), config);
        reasoning(request.reasoning(), config);
        format(request.format(), config);
        return body;
    }

    private void system(ArrayNode parts) {
        for (Part.Instruction part : request.system()) {
            if (part instanceof Part.Text(String text)) {
                parts.addObject().put("text", text);
            }
        }
    }

    private void tools(Tools tools) {
        if (tools.list().isEmpty()) {
            return;
        }
        ArrayNode declared = body.putArray("tools").addObject().putArray("functionDeclarations");
        for (Tool tool : tools.list()) {
            ObjectNode function = declared.addObject().put("name", tool.name());
            if (tool.description() != null) {
                function.put("description", tool.description());
            }
            function.set("parametersJsonSchema", tool.schema());
        }
        boolean strict = tools.list().stream().anyMatch(Tool::strict);
        if (strict || tools.choice() != null) {
            choice(
                    tools.choice(),
                    strict,
                    body.putObject("toolConfig").putObject("functionCallingConfig"));
        }
    }

    /// A call that must be made keeps to its schema anyway.
    private static void choice(@Nullable ToolChoice choice, boolean strict, ObjectNode config) {
        String free = strict ? "VALIDATED" : "AUTO";
        switch (choice) {
            case null -> config.put("mode", free);
            case ToolChoice.Auto() -> config.put("mode", free);
            case ToolChoice.Any() -> config.put("mode", "ANY");
            case ToolChoice.None() -> config.put("mode", "NONE");
            case ToolChoice.Named(String name) ->
                    config.put("mode", "ANY").putArray("allowedFunctionNames").add(name);
        }
    }

    private static void sampling(Sampling sampling, ObjectNode config) {
        config.put("maxOutputTokens", sampling.maxTokens());
        if (sampling.temperature() != null) {
            config.put("temperature", sampling.temperature());
        }
        if (sampling.topP() != null) {
            config.put("topP", sampling.topP());
        }
        if (sampling.topK() != null) {
            config.put("topK", sampling.topK());
        }
        if (!sampling.stop().isEmpty()) {
            ArrayNode stop = config.putArray("stopSequences");
            sampling.stop().forEach(stop::add);
        }
    }

    private void reasoning(@Nullable ReasoningEffort effort, ObjectNode config) {
        switch (effort) {
            case null -> {}
            case ReasoningEffort.Adaptive() -> thinking(config).put("thinkingBudget", AUTOMATIC);
            case ReasoningEffort.Budget(long tokens) ->
                    thinking(config).put("thinkingBudget", tokens);
            case ReasoningEffort.Level(String word) -> level(word, config);
        }
    }

    private void level(String word, ObjectNode config) {
        if (word.equals("none")) {
            config.putObject("thinkingConfig").put("thinkingBudget", NONE);
        } else if (LEVELS.contains(word)) {
            thinking(config).put("thinkingLevel", word.toUpperCase(Locale.ROOT));
        } else {
            throw request.members()
                    .refusal(
                            Feature.REASONING_EFFORT,
                            "send none, or one of " + LEVELS.stream().sorted().toList());
        }
    }

    private static ObjectNode thinking(ObjectNode config) {
        return config.putObject("thinkingConfig").put("includeThoughts", true);
    }

    private static void format(@Nullable Format format, ObjectNode config) {
        switch (format) {
            case null -> {}
            case Format.JsonObject() -> config.put("responseMimeType", "application/json");
            case Format.Schema schema ->
                    config.put("responseMimeType", "application/json")
                            .set("responseJsonSchema", schema.schema());
        }
    }
}
