package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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
import dev.tollgate.llmproxy.chat.Part;
import dev.tollgate.llmproxy.json.StrictJson;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/// Writes a chat as a Converse request (Bedrock API reference, "Converse"). Turns that follow one
/// another by the same speaker become one message, since Converse wants the two to take turns.
final class ConverseRequest {
    /// What Converse carries for some model; what a single model cannot take, Bedrock says itself.
    static final Set<Feature> CARRIES =
            Set.of(
                    Feature.IMAGE,
                    Feature.DOCUMENT,
                    Feature.AUDIO,
                    Feature.TOOL_RESULT_MEDIA,
                    Feature.REASONING,
                    Feature.REASONING_EFFORT,
                    Feature.TOOL_CHOICE_FORCED,
                    Feature.TOOL_CHOICE_NONE,
                    Feature.STRICT_TOOL,
                    Feature.JSON_SCHEMA,
                    Feature.CACHE_POINT,
                    Feature.STOP_SEQUENCES);

    private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");

    private final ChatRequest request;
    private final ConverseBlocks blocks;

    private ConverseRequest(ChatRequest request, boolean signs) {
        this.request = request;
        this.blocks = new ConverseBlocks(request.members(), signs);
    }

    /// @param request with features of [#CARRIES] alone
    /// @param signs see [ConverseBlocks]
    /// @throws dev.tollgate.core.error.Refused for a value that Converse has no word for
    static ObjectNode write(ChatRequest request, boolean signs) {
        return new ConverseRequest(request, signs).body();
    }

    private ObjectNode body() {
        ObjectNode body = StrictJson.newObject();
        messages(body.putArray("messages"));
        var system = StrictJson.newObject().putArray("system");
        request.system().forEach(part -> blocks.write(part, system));
        if (!system.isEmpty()) {
            body.set("system", system);
        }
        sampling(request.sampling(), body.putObject("inferenceConfig"));
        if (!request.tools().list().isEmpty() && !isWithoutTools()) {
            tools(request.tools(), body.putObject("toolConfig"));
        }
        output(body);
        return body;
    }

    private void messages(ArrayNode messages) {
        for (Turn turn : request.alternating(blocks::writes)) {
            ObjectNode message = messages.addObject();
            message.put("role", turn.role() == Role.USER ? "user" : "assistant");
            ArrayNode content = message.putArray("content");
            turn.parts().forEach(part -> blocks.write(part, content));
        }
    }

    private static void sampling(Sampling sampling, ObjectNode config) {
        if (sampling.maxTokens() != null) {
            config.put("maxTokens", sampling.maxTokens());
        }
        if (sampling.temperature() != null) {
            config.put("temperature", sampling.temperature());
        }
        if (sampling.topP() != null) {
            config.put("topP", sampling.topP());
        }
        if (!sampling.stop().isEmpty()) {
            ArrayNode stop = config.putArray("stopSequences");
            sampling.stop().forEach(stop::add);
        }
    }

    /// Converse has no word for tools that must not be called; a model without tools calls none. It
    /// wants them named, though, when the conversation has calls.
    private boolean isWithoutTools() {
        boolean none = request.tools().choice() instanceof ToolChoice.None;
        if (none && request.turns().stream().anyMatch(ConverseRequest::hasTools)) {
            throw request.members()
                    .refusal(
                            Feature.TOOL_CHOICE_NONE,
                            "leave it out, since the conversation has calls of tools");
        }
        return none;
    }

    private static boolean hasTools(Turn turn) {
        return turn.parts().stream()
                .anyMatch(part -> part instanceof Part.ToolUse || part instanceof Part.ToolResult);
    }

    private static void tools(Tools tools, ObjectNode config) {
        ArrayNode list = config.putArray("tools");
        for (Tool tool : tools.list()) {
            ObjectNode spec = list.addObject().putObject("toolSpec").put("name", tool.name());
            if (tool.description() != null && !tool.description().isEmpty()) {
                spec.put("description", tool.description());
            }
            spec.putObject("inputSchema").set("json", tool.schema());
            if (tool.strict()) {
                spec.put("strict", true);
            }
        }
        switch (tools.choice()) {
            case null -> {}
            case ToolChoice.Auto() -> config.putObject("toolChoice").putObject("auto");
            case ToolChoice.Any() -> config.putObject("toolChoice").putObject("any");
            case ToolChoice.Named(String name) ->
                    config.putObject("toolChoice").putObject("tool").put("name", name);
            case ToolChoice.None() -> throw new IllegalArgumentException("tools are left out");
        }
    }

    private void output(ObjectNode body) {
        ObjectNode output = StrictJson.newObject();
        switch (request.reasoning()) {
            case null -> {}
            case ReasoningEffort.Adaptive() -> {}
            case ReasoningEffort.Level(String word) -> output.put("effort", effort(word));
            case ReasoningEffort.Budget _ ->
                    throw refusal("leave it out, or use an alias that bounds thoughts by tokens");
        }
        switch (request.format()) {
            case null -> {}
            case Format.Schema schema -> schema(schema, output.putObject("textFormat"));
            case Format.JsonObject() -> throw new IllegalArgumentException("not carried");
        }
        if (!output.isEmpty()) {
            body.set("outputConfig", output);
        }
    }

    private String effort(String word) {
        if (!EFFORTS.contains(word)) {
            throw refusal("send low, medium, high, xhigh or max");
        }
        return word;
    }

    private RuntimeException refusal(String advice) {
        return request.members().refusal(Feature.REASONING_EFFORT, advice);
    }

    private static void schema(Format.Schema schema, ObjectNode format) {
        ObjectNode said =
                format.put("type", "json_schema").putObject("structure").putObject("jsonSchema");
        said.put("schema", new String(StrictJson.write(schema.schema()), StandardCharsets.UTF_8));
        said.put("name", schema.name());
        if (schema.description() != null) {
            said.put("description", schema.description());
        }
    }
}
