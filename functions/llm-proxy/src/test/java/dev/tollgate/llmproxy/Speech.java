package dev.tollgate.llmproxy;

import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Target;
import java.nio.charset.StandardCharsets;

/// How an upstream of each kind says the same: 9 tokens in, 2 out.
enum Speech {
    BEDROCK(ProviderKind.BEDROCK, "sim-bedrock", "application/vnd.amazon.eventstream"),
    OPENAI(ProviderKind.OPENAI, "sim-openai", "text/event-stream"),
    /// Azure's resources speak OpenAI's language, with paths and a key's header of their own.
    AZURE(ProviderKind.OPENAI, "sim-azure", "text/event-stream"),
    ANTHROPIC(ProviderKind.ANTHROPIC, "sim-anthropic", "text/event-stream"),
    GEMINI(ProviderKind.GEMINI, "sim-gemini", "text/event-stream");

    private static final String ERROR =
            "\"error\":{\"type\":\"api_error\",\"code\":502,\"message\":\"No luck.\"}";

    private final ProviderKind kind;
    private final String provider;
    private final String streamType;

    Speech(ProviderKind kind, String provider, String streamType) {
        this.kind = kind;
        this.provider = provider;
        this.streamType = streamType;
    }

    /// The one that a request is for.
    static Speech of(ScriptedUpstream.Request request) {
        String path = request.path();
        if (path.startsWith("/model/")) {
            return BEDROCK;
        }
        if (path.startsWith("/openai/")) {
            return AZURE;
        }
        if (path.startsWith("/v1beta/")) {
            return GEMINI;
        }
        return path.equals("/v1/messages") ? ANTHROPIC : OPENAI;
    }

    /// Whether a request wants its answer piece by piece.
    static boolean streamed(ScriptedUpstream.Request request) {
        return request.path().contains("stream") || request.body().contains("\"stream\":true");
    }

    ProviderKind kind() {
        return kind;
    }

    String streamType() {
        return streamType;
    }

    Target target(String model) {
        return new Target(provider, model, 256);
    }

    /// A whole answer.
    String whole(String text) {
        return switch (this) {
            case BEDROCK ->
                    """
                    {"output":{"message":{"role":"assistant","content":[{"text":"%s"}]}},\
                    "stopReason":"end_turn","usage":{"inputTokens":9,"outputTokens":2,\
                    "totalTokens":11}}\
                    """
                            .formatted(text);
            case OPENAI, AZURE ->
                    """
                    {"choices":[{"index":0,"message":{"role":"assistant","content":"%s"},\
                    "finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2}}\
                    """
                            .formatted(text);
            case ANTHROPIC ->
                    """
                    {"id":"m","type":"message","role":"assistant","model":"c",\
                    "content":[{"type":"text","text":"%s"}],"stop_reason":"end_turn",\
                    "usage":{"input_tokens":9,"output_tokens":2}}\
                    """
                            .formatted(text);
            case GEMINI -> response(text, true);
        };
    }

    /// What comes before any content.
    byte[] lifecycle() {
        return switch (this) {
            case BEDROCK -> Frames.event("messageStart", "{\"role\":\"assistant\"}");
            case OPENAI, AZURE ->
                    sse(
                            "{\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}");
            case ANTHROPIC ->
                    Frames.join(
                            named(
                                    "message_start",
                                    "\"message\":{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\","
                                            + "\"model\":\"c\",\"content\":[],\"usage\":{\"input_tokens\":9,"
                                            + "\"output_tokens\":1}}"),
                            named(
                                    "content_block_start",
                                    "\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}"),
                            named("ping", "\"x\":1"));
            case GEMINI -> sse(response("", false));
        };
    }

    byte[] content(String text) {
        return switch (this) {
            case BEDROCK ->
                    Frames.event(
                            "contentBlockDelta",
                            "{\"contentBlockIndex\":0,\"delta\":{\"text\":\"" + text + "\"}}");
            case OPENAI, AZURE ->
                    sse("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"" + text + "\"}}]}");
            case ANTHROPIC ->
                    named(
                            "content_block_delta",
                            "\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\""
                                    + text
                                    + "\"}");
            case GEMINI -> sse(response(text, false));
        };
    }

    byte[] end() {
        return switch (this) {
            case BEDROCK ->
                    Frames.join(
                            Frames.event("contentBlockStop", "{\"contentBlockIndex\":0}"),
                            Frames.event("messageStop", "{\"stopReason\":\"end_turn\"}"),
                            Frames.event(
                                    "metadata",
                                    "{\"usage\":{\"inputTokens\":9,\"outputTokens\":2,\"totalTokens\":11}}"));
            case OPENAI, AZURE ->
                    Frames.join(
                            sse(
                                    "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}"),
                            sse(
                                    "{\"choices\":[],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":2}}"),
                            sse("[DONE]"));
            case ANTHROPIC ->
                    Frames.join(
                            named("content_block_stop", "\"index\":0"),
                            named(
                                    "message_delta",
                                    "\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":2}"),
                            named("message_stop", "\"x\":1"));
            case GEMINI -> sse(response("", true));
        };
    }

    /// In a stream: that it cannot go on.
    byte[] error() {
        return switch (this) {
            case BEDROCK ->
                    Frames.exception("internalServerException", "{\"message\":\"No luck.\"}");
            case ANTHROPIC -> named("error", ERROR);
            case OPENAI, AZURE, GEMINI -> sse("{" + ERROR + "}");
        };
    }

    /// The same in place of an answer.
    String errorDocument() {
        return switch (this) {
            case BEDROCK -> "{\"message\":\"No luck.\"}";
            case ANTHROPIC -> "{\"type\":\"error\"," + ERROR + "}";
            case OPENAI, AZURE, GEMINI -> "{" + ERROR + "}";
        };
    }

    /// With which it may come.
    int errorStatus() {
        return this == BEDROCK ? 500 : 200;
    }

    /// Bytes that are not of this language.
    byte[] garbage() {
        if (this != BEDROCK) {
            return sse("{nope");
        }
        byte[] frame = content("x");
        frame[frame.length - 1] ^= 1;
        return frame;
    }

    /// A response of Gemini's, of which a stream has several.
    private static String response(String text, boolean last) {
        String tokens = "\"promptTokenCount\":9" + (last ? ",\"candidatesTokenCount\":2" : "");
        return "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\""
                + text
                + "\"}]}"
                + (last ? ",\"finishReason\":\"STOP\"" : "")
                + "}],\"usageMetadata\":{"
                + tokens
                + "}}";
    }

    private static byte[] sse(String data) {
        return ("data: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] named(String type, String members) {
        String data = "{\"type\":\"" + type + "\"," + members + "}";
        return ("event: " + type + "\ndata: " + data + "\n\n").getBytes(StandardCharsets.UTF_8);
    }
}
