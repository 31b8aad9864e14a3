package dev.tollgate.llmproxy.priming;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.dialect.bedrock.EventFrames;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.runtime.priming.Rehearsal.Question;
import dev.tollgate.runtime.priming.Rehearsal.Reply;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/// Short answers of upstreams in every language of theirs, for the rehearsal.
final class RecordedModels {
    private static final String FRAMES = "application/vnd.amazon.eventstream";
    private static final String EVENTS = "text/event-stream";

    private static final String MESSAGE =
            """
            {"type":"message","role":"assistant","stop_reason":"end_turn",\
            "content":[{"type":"text","text":"A trial."}],\
            "usage":{"input_tokens":9,"output_tokens":3}}\
            """;

    private static final String CONTENT =
            """
            {"candidates":[{"content":{"role":"model","parts":[{"text":"A trial."}]},\
            "finishReason":"STOP"}],\
            "usageMetadata":{"promptTokenCount":9,"candidatesTokenCount":3}}\
            """;

    private static final String JUDGEMENT =
            """
            {"action":"NONE","outputs":[],"assessments":[],\
            "usage":{"topicPolicyUnits":0,"contentPolicyUnits":1,"wordPolicyUnits":0,\
            "sensitiveInformationPolicyUnits":0,"sensitiveInformationPolicyFreeUnits":0,\
            "contextualGroundingPolicyUnits":0}}\
            """;

    private RecordedModels() {}

    static Reply answer(Question question) {
        String path = question.path();
        return switch (path.substring(path.lastIndexOf('/') + 1)) {
            case "converse" ->
                    json(
                            """
                            {"output":{"message":{"role":"assistant","content":[{"text":"A trial."}]}},\
                            "stopReason":"end_turn","metrics":{"latencyMs":1},\
                            "usage":{"inputTokens":9,"outputTokens":3,"totalTokens":12}}\
                            """);
            case "converse-stream" -> new Reply(FRAMES, converseStream());
            case "invoke" -> json(MESSAGE);
            case "invoke-with-response-stream" -> new Reply(FRAMES, invokeStream());
            case "count-tokens" -> json("{\"inputTokens\":9}");
            case "apply" -> json(JUDGEMENT);
            case "completions" -> completions(question);
            case "messages" -> messages(question);
            case "rehearsal:generateContent" -> json(CONTENT);
            case "rehearsal:streamGenerateContent" -> new Reply(EVENTS, List.of(data(CONTENT)));
            default -> throw new IllegalArgumentException("no recording of " + path);
        };
    }

    private static List<byte[]> converseStream() {
        return List.of(
                frame("messageStart", "{\"role\":\"assistant\"}"),
                frame(
                        "contentBlockDelta",
                        "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"A trial.\"}}"),
                frame("contentBlockStop", "{\"contentBlockIndex\":0}"),
                frame("messageStop", "{\"stopReason\":\"end_turn\"}"),
                frame(
                        "metadata",
                        """
                        {"usage":{"inputTokens":9,"outputTokens":3,"totalTokens":12},\
                        "metrics":{"latencyMs":1}}\
                        """));
    }

    private static List<byte[]> invokeStream() {
        return messageEvents()
                .map(event -> Base64.getEncoder().encodeToString(utf8(event)))
                .map(chunk -> frame("chunk", "{\"bytes\":\"" + chunk + "\"}"))
                .toList();
    }

    private static Reply messages(Question question) {
        return isStream(question)
                ? new Reply(EVENTS, messageEvents().map(RecordedModels::data).toList())
                : json(MESSAGE);
    }

    private static boolean isStream(Question question) {
        return StrictJson.lenientObject(question.body())
                .filter(body -> body.path("stream").asBoolean())
                .isPresent();
    }

    private static Reply completions(Question question) {
        return isStream(question)
                ? new Reply(
                        EVENTS,
                        List.of(
                                event(
                                        "[{\"index\":0,\"delta\":{\"content\":\"A trial.\"}}]",
                                        "null"),
                                event(
                                        "[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]",
                                        "null"),
                                event("[]", "{\"prompt_tokens\":9,\"completion_tokens\":3}"),
                                utf8("data: [DONE]\n\n")))
                : json(
                        """
                        {"object":"chat.completion","choices":[{"index":0,"finish_reason":"stop",\
                        "message":{"role":"assistant","content":"A trial."}}],\
                        "usage":{"prompt_tokens":9,"completion_tokens":3}}\
                        """);
    }

    private static Stream<String> messageEvents() {
        return Stream.of(
                "{\"type\":\"message_start\",\"message\":{\"usage\":{\"input_tokens\":9}}}",
                """
                {"type":"content_block_start","index":0,\
                "content_block":{"type":"text","text":""}}\
                """,
                """
                {"type":"content_block_delta","index":0,\
                "delta":{"type":"text_delta","text":"A trial."}}\
                """,
                "{\"type\":\"content_block_stop\",\"index\":0}",
                """
                {"type":"message_delta","delta":{"stop_reason":"end_turn"},\
                "usage":{"output_tokens":3}}\
                """,
                """
                {"type":"message_stop","amazon-bedrock-invocationMetrics":\
                {"inputTokenCount":9,"outputTokenCount":3}}\
                """);
    }

    private static byte[] data(String event) {
        return utf8("data: " + event + "\n\n");
    }

    private static byte[] event(String choices, String usage) {
        return utf8(
                "data: {\"object\":\"chat.completion.chunk\",\"choices\":%s,\"usage\":%s}\n\n"
                        .formatted(choices, usage));
    }

    private static byte[] frame(String type, String payload) {
        ObjectNode node = StrictJson.lenientObject(utf8(payload)).orElseThrow();
        return EventFrames.event(type, node);
    }

    private static Reply json(String text) {
        return Reply.json(utf8(text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
