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

    /// The same question to an OpenAI-compatible server.
    public static byte[] chat(boolean stream) {
        return utf8(
                """
                {"model":"gpt-sim",%s"messages":[\
                {"role":"system","content":"You are a helpful assistant."},\
                {"role":"user","content":"%s"}],"max_tokens":256,"temperature":0.2}\
                """
                        .formatted(stream ? "\"stream\":true," : "", SENTENCE.repeat(8)));
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

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
