package dev.tollgate.localstack.simulator.play;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a dialect's request says, as far as the simulated model listens.
///
/// @param texts all that counts as input, in order: texts of system and messages, and the JSON of
///   tools, tool uses and tool results
/// @param images what it was shown, in order: media type and the first 8 hexadecimal digits of the
///   bytes' SHA-256, or an address
/// @param tools by name, with the schemas of their inputs
/// @param forcedTool one of them that the answer has to call
/// @param schema what the answer has to keep to
/// @param lastUserText the text of the last user message; may hold a script
/// @param maxTokens most words of the answer, 1 or more
/// @param stops the answer ends before the first of them
public record Prompt(
        List<String> texts,
        List<String> images,
        Map<String, JsonNode> tools,
        Optional<String> forcedTool,
        Optional<JsonNode> schema,
        String lastUserText,
        int maxTokens,
        List<String> stops) {
    private static final int BYTES_PER_TOKEN = 4;

    public Prompt {
        texts = List.copyOf(texts);
        images = List.copyOf(images);
        tools = Map.copyOf(tools);
        stops = List.copyOf(stops);
    }

    /// The simulator's tokenizer: UTF-8 bytes of all texts by 4, rounded up, at least 1.
    public int tokens() {
        long bytes =
                texts.stream()
                        .mapToLong(text -> text.getBytes(StandardCharsets.UTF_8).length)
                        .sum();
        return Math.toIntExact(Math.max(1, Math.ceilDiv(bytes, BYTES_PER_TOKEN)));
    }

    /// The same prompt, the same 16 hexadecimal digits.
    String fingerprint() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String text : texts) {
                digest.update(text.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            return HexFormat.of().formatHex(digest.digest(), 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
