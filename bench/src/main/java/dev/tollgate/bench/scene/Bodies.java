package dev.tollgate.bench.scene;

import java.nio.charset.StandardCharsets;

/// Request bodies, JSON.
public final class Bodies {
    private static final String SENTENCE =
            "Summarise the quarterly report in three bullet points. ";

    private Bodies() {}

    /// A Converse request of about 0.6 KB.
    public static byte[] converse() {
        return utf8(
                """
                {"messages":[{"role":"user","content":[{"text":"%s"}]}],\
                "system":[{"text":"You are a helpful assistant."}],\
                "inferenceConfig":{"maxTokens":256,"temperature":0.2}}\
                """
                        .formatted(SENTENCE.repeat(8)));
    }

    /// The same question in OpenAI's language.
    public static byte[] chat(String model, boolean stream) {
        return utf8(
                """
                {"model":"%s",%s"messages":[\
                {"role":"system","content":"You are a helpful assistant."},\
                {"role":"user","content":"%s"}],"max_tokens":256,"temperature":0.2}\
                """
                        .formatted(model, stream ? "\"stream\":true," : "", SENTENCE.repeat(8)));
    }

    /// A Converse request of about 20 KB: 40 turns, without a token bound, which has to be put in.
    public static byte[] longConversation() {
        var messages = new StringBuilder();
        for (int turn = 0; turn < 40; turn++) {
            messages.append(turn == 0 ? "" : ",")
                    .append("{\"role\":\"")
                    .append(turn % 2 == 0 ? "user" : "assistant")
                    .append("\",\"content\":[{\"text\":\"")
                    .append(SENTENCE.repeat(8))
                    .append("\"}]}");
        }
        return utf8("{\"messages\":[" + messages + "],\"inferenceConfig\":{\"temperature\":0.2}}");
    }

    /// A chat-completions request of 20 messages with 10 tools, about 14 KB: every other answer
    /// asks for two tools at once.
    public static byte[] toolConversation() {
        var messages = new StringBuilder();
        for (int round = 0; round < 5; round++) {
            messages.append(messages.isEmpty() ? "" : ",")
                    .append(
                            """
                            {"role":"user","content":"%s"},\
                            {"role":"assistant","content":null,"tool_calls":[\
                            {"id":"a%d","type":"function","function":{"name":"tool0","arguments":"{\\"city\\":\\"Bern\\"}"}},\
                            {"id":"b%d","type":"function","function":{"name":"tool1","arguments":"{\\"city\\":\\"Rome\\"}"}}]},\
                            {"role":"tool","tool_call_id":"a%d","content":"%s"},\
                            {"role":"tool","tool_call_id":"b%d","content":"%s"}\
                            """
                                    .formatted(
                                            SENTENCE.repeat(8),
                                            round,
                                            round,
                                            round,
                                            SENTENCE.repeat(4),
                                            round,
                                            SENTENCE.repeat(4)));
        }
        var tools = new StringBuilder();
        for (int tool = 0; tool < 10; tool++) {
            tools.append(tool == 0 ? "" : ",")
                    .append(
                            """
                            {"type":"function","function":{"name":"tool%d","description":"%s",\
                            "parameters":{"type":"object","properties":{"city":{"type":"string"},\
                            "days":{"type":"integer","minimum":1}},"required":["city"]}}}\
                            """
                                    .formatted(tool, SENTENCE));
        }
        return utf8(
                "{\"model\":\"sim.claude\",\"max_tokens\":256,\"messages\":["
                        + messages
                        + "],\"tools\":["
                        + tools
                        + "]}");
    }

    /// An event of a chat-completions stream, about 250 bytes: three words.
    public static byte[] chatChunk() {
        return utf8(
                """
                data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1790000000,\
                "model":"gpt-sim","system_fingerprint":"fp_1","choices":[{"index":0,\
                "delta":{"content":" every quarterly report"},"logprobs":null,\
                "finish_reason":null}]}

                """);
    }

    /// An event of Anthropic's Messages that says the same.
    public static byte[] messageDelta() {
        return utf8(
                """
                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta",\
                "text":" every quarterly report"}}

                """);
    }

    /// The JSON of an event.
    public static byte[] data(byte[] event) {
        String text = new String(event, StandardCharsets.UTF_8);
        return utf8(text.substring(text.indexOf('{')).strip());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
