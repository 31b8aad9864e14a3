package dev.tollgate.llmproxy.priming;

import dev.tollgate.aws.priming.RecordedTenant;
import dev.tollgate.runtime.priming.GatewayEvent;
import dev.tollgate.runtime.priming.Rehearsal.Scene;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/// Anthropic's Messages, buffered and streamed, with an alias behind it.
final class MessagesScenes {
    private MessagesScenes() {}

    static List<Scene> of(String alias) {
        return List.of(
                scene(alias, "false", "\"output_tokens\""), scene(alias, "true", "message_stop"));
    }

    private static Scene scene(String alias, String stream, String end) {
        String body =
                """
                {"model":"%s","max_tokens":128,"stream":%s,"system":"You are helpful.",\
                "messages":[{"role":"user","content":"What is a rehearsal?"}]}\
                """
                        .formatted(alias, stream);
        var event = new GatewayEvent("POST", "/v1/messages", "/v1/messages", Map.of());
        return new Scene(
                event.call(RecordedTenant.user(), body.getBytes(StandardCharsets.UTF_8)), end);
    }
}
