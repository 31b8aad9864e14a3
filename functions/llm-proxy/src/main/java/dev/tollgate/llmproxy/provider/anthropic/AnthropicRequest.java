package dev.tollgate.llmproxy.provider.anthropic;

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
import dev.tollgate.llmproxy.json.StrictJson;
import java.util.Set;

/// Writes a chat as a request of Messages (Anthropic API reference, "Create a Message").
final class AnthropicRequest {
    private static final Set<String> EFFORTS = Set.of("low", "medium", "high", "xhigh", "max");

    private final ChatRequest request;
    private final ObjectNode body = StrictJson.newObject();

    private AnthropicRequest(ChatRequest request) {
        this.request = request;
    }

    /// @param request with a bound on its answer
    /// @throws dev.tollgate.core.error.Refused for what has no place here, by the client's name
    static ObjectNode write(ChatRequest request, String model) {
        return new AnthropicRequest(request).document(model);
    }

    private ObjectNode document(String model) {
        body.put("model", model);
        sampling(request.sampling());
        var parts = new AnthropicParts(request.members());
        if (!request.system().isEmpty()) {
            parts.write(request.system(), body.putArray("system"));
        }
        ArrayNode messages = body.putArray("messages");
        for (Turn turn : request.alternating(AnthropicParts::writes)) {
            ObjectNode message = messages.addObject();
            message.put("role", turn.role() == Role.USER ? "user" : "assistant");
            parts.write(turn.parts(), message.putArray("content"));
        }
        tools(request.tools());
        reasoning();
        format();
        if (request.stream()) {
            body.put("stream", true);
        }
        return body;
    }

    private void sampling(Sampling sampling) {
        body.put("max_tokens", sampling.maxTokens());
        if (sampling.temperature() != null) {
            body.put("temperature", sampling.temperature());
        }
        if (sampling.topP() != null) {
            body.put("top_p", sampling.topP());
        }
        if (sampling.topK() != null) {
            body.put("top_k", sampling.topK());
        }
        if (!sampling.stop().isEmpty()) {
            ArrayNode stop = body.putArray("stop_sequences");
            sampling.stop().forEach(stop::add);
        }
    }

    private void tools(Tools tools) {
        if (tools.list().isEmpty()) {
            return;
        }
        ArrayNode list = body.putArray("tools");
        for (Tool tool : tools.list()) {
            ObjectNode written = list.addObject().put("name", tool.name());
            if (tool.description() != null) {
                written.put("description", tool.description());
            }
            written.set("input_schema", tool.schema());
            if (tool.strict()) {
                written.put("strict", true);
            }
        }
        choice(tools);
    }

    private void choice(Tools tools) {
        if (tools.choice() == null && !tools.single()) {
            return;
        }
        ObjectNode choice = body.putObject("tool_choice");
        switch (tools.choice()) {
            case null -> choice.put("type", "auto");
            case ToolChoice.Auto() -> choice.put("type", "auto");
            case ToolChoice.Any() -> choice.put("type", "any");
            case ToolChoice.None() -> choice.put("type", "none");
            case ToolChoice.Named(String name) -> choice.put("type", "tool").put("name", name);
        }
        if (tools.single() && !(tools.choice() instanceof ToolChoice.None)) {
            choice.put("disable_parallel_tool_use", true);
        }
    }

    private void reasoning() {
        switch (request.reasoning()) {
            case null -> {}
            case ReasoningEffort.Adaptive() -> body.putObject("thinking").put("type", "adaptive");
            case ReasoningEffort.Budget(long tokens) ->
                    body.putObject("thinking").put("type", "enabled").put("budget_tokens", tokens);
            case ReasoningEffort.Level(String word) -> level(word);
        }
    }

    private void level(String word) {
        if (word.equals("none")) {
            body.putObject("thinking").put("type", "disabled");
        } else if (EFFORTS.contains(word)) {
            body.withObjectProperty("output_config").put("effort", word);
        } else {
            throw request.members()
                    .refusal(
                            Feature.REASONING_EFFORT,
                            "send none, or one of " + EFFORTS.stream().sorted().toList());
        }
    }

    private void format() {
        switch (request.format()) {
            case null -> {}
            case Format.JsonObject() -> throw new IllegalArgumentException("not carried");
            case Format.Schema schema -> {
                ObjectNode format = body.withObjectProperty("output_config").putObject("format");
                format.put("type", "json_schema").set("schema", schema.schema());
            }
        }
    }
}
