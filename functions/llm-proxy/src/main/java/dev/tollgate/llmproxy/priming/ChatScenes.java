package dev.tollgate.llmproxy.priming;

import dev.tollgate.aws.priming.RecordedTenant;
import dev.tollgate.runtime.priming.GatewayEvent;
import dev.tollgate.runtime.priming.Rehearsal.Scene;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Routes whose body names the alias: Anthropic's Messages and OpenAI's chat completions, buffered
/// and streamed; and the list of models, which asks no upstream.
final class ChatScenes {
    private static final String MESSAGES = "/v1/messages";
    private static final String COMPLETIONS = "/v1/chat/completions";
    private static final String MODELS = "/v1/models";

    private ChatScenes() {}

    /// @param alias behind which every provider takes its turn
    static List<Scene> of(String alias) {
        return List.of(
                scene(MESSAGES, alias, false, "\"output_tokens\""),
                scene(MESSAGES, alias, true, "message_stop"),
                scene(COMPLETIONS, alias, false, "\"completion_tokens\""),
                scene(COMPLETIONS, alias, true, "[DONE]"));
    }

    static Scene models() {
        var event = new GatewayEvent("GET", MODELS, MODELS, Map.of());
        return new Scene(event.call(RecordedTenant.user(), null), "\"object\":\"list\"");
    }

    /// Both languages have the same words for as much as this.
    private static Scene scene(String route, String alias, boolean stream, String end) {
        String body =
                """
                {"model":"%s","max_tokens":128,"temperature":0.2,"stream":%s,\
                "messages":[{"role":"user","content":"What is a rehearsal?"}]}\
                """
                        .formatted(alias, stream);
        var event = new GatewayEvent("POST", route, route, Map.of());
        return new Scene(
                event.call(RecordedTenant.user(), body.getBytes(StandardCharsets.UTF_8)), end);
    }
}
