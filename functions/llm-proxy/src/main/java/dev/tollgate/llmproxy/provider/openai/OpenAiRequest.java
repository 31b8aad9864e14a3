package dev.tollgate.llmproxy.provider.openai;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.config.ChatServer;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.ChatRequest.Format;
import dev.tollgate.llmproxy.chat.ChatRequest.ReasoningEffort;
import dev.tollgate.llmproxy.chat.ChatRequest.Sampling;
import dev.tollgate.llmproxy.chat.ChatRequest.Tool;
import dev.tollgate.llmproxy.chat.ChatRequest.ToolChoice;
import dev.tollgate.llmproxy.chat.ChatRequest.Tools;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.Upstream;
import org.jspecify.annotations.Nullable;

/// Writes a chat as a chat-completions request (OpenAI API reference, "Create chat completion").
final class OpenAiRequest {
    private OpenAiRequest() {}

    /// @throws dev.tollgate.core.error.Refused for a bound on thoughts, which there are only words
    ///   for
    static ObjectNode write(ChatRequest request, Upstream upstream) {
        ChatServer server = upstream.config().server();
        ObjectNode body = StrictJson.newObject();
        body.put("model", upstream.target().model());
        var messages = new OpenAiMessages(body.putArray("messages"));
        messages.system(request.system());
        request.turns().forEach(messages::turn);
        sampling(request.sampling(), server.bounds().getFirst(), body);
        tools(request.tools(), body);
        reasoning(request, body);
        format(request.format(), body);
        if (request.stream()) {
            body.put("stream", true);
            if (server.asksForUsage()) {
                body.putObject("stream_options").put("include_usage", true);
            }
        }
        return body;
    }

    private static void sampling(Sampling sampling, String bound, ObjectNode body) {
        if (sampling.maxTokens() != null) {
            body.put(bound, sampling.maxTokens());
        }
        if (sampling.temperature() != null) {
            body.put("temperature", sampling.temperature());
        }
        if (sampling.topP() != null) {
            body.put("top_p", sampling.topP());
        }
        if (!sampling.stop().isEmpty()) {
            ArrayNode stop = body.putArray("stop");
            sampling.stop().forEach(stop::add);
        }
    }

    private static void tools(Tools tools, ObjectNode body) {
        if (tools.list().isEmpty()) {
            return;
        }
        ArrayNode list = body.putArray("tools");
        for (Tool tool : tools.list()) {
            ObjectNode function = list.addObject().put("type", "function").putObject("function");
            function.put("name", tool.name());
            if (tool.description() != null) {
                function.put("description", tool.description());
            }
            function.set("parameters", tool.schema());
            if (tool.strict()) {
                function.put("strict", true);
            }
        }
        switch (tools.choice()) {
            case null -> {}
            case ToolChoice.Auto() -> body.put("tool_choice", "auto");
            case ToolChoice.Any() -> body.put("tool_choice", "required");
            case ToolChoice.None() -> body.put("tool_choice", "none");
            case ToolChoice.Named(String name) ->
                    body.putObject("tool_choice")
                            .put("type", "function")
                            .putObject("function")
                            .put("name", name);
        }
        if (tools.single()) {
            body.put("parallel_tool_calls", false);
        }
    }

    private static void reasoning(ChatRequest request, ObjectNode body) {
        switch (request.reasoning()) {
            case null -> {}
            case ReasoningEffort.Adaptive() -> {}
            case ReasoningEffort.Level(String word) -> body.put("reasoning_effort", word);
            case ReasoningEffort.Budget _ ->
                    throw request.members()
                            .refusal(
                                    Feature.REASONING_EFFORT,
                                    "leave it out, or use an alias that bounds thoughts by tokens");
        }
    }

    private static void format(@Nullable Format format, ObjectNode body) {
        switch (format) {
            case null -> {}
            case Format.JsonObject() ->
                    body.putObject("response_format").put("type", "json_object");
            case Format.Schema schema -> {
                ObjectNode said =
                        body.putObject("response_format")
                                .put("type", "json_schema")
                                .putObject("json_schema");
                said.put("name", schema.name());
                if (schema.description() != null) {
                    said.put("description", schema.description());
                }
                said.set("schema", schema.schema());
                if (schema.strict() != null) {
                    said.put("strict", schema.strict());
                }
            }
        }
    }
}
