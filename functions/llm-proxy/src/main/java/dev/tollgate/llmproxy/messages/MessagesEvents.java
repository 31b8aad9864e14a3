package dev.tollgate.llmproxy.messages;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.money.Usage;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/// What the events of a streamed answer mean, whoever carries them. Not thread-safe.
public final class MessagesEvents {
    private static final Set<String> BEFORE_CONTENT =
            Set.of("message_start", "ping", "content_block_start");

    private final MessagesUsage usage = new MessagesUsage();
    private boolean stopped;

    /// What one event means.
    ///
    /// @param content false for what can wait until there is content
    /// @param outputBytes UTF-8 bytes of generated text in it
    /// @param usage all that the answer took, when this event completes it
    /// @param input what was read for it, when this event says so
    public record Meaning(
            boolean content, long outputBytes, Optional<Usage> usage, Optional<Usage> input) {}

    public Meaning read(JsonNode event) {
        String type = event.path("type").asText("");
        stopped |= type.equals("message_stop");
        usage.add(event.path("message").path("usage"));
        usage.add(event.path("usage"));
        return new Meaning(
                !BEFORE_CONTENT.contains(type) || isWholeBlock(event.path("content_block")),
                textBytes(event.path("delta")) + textBytes(event.path("content_block")),
                // The output's count is complete in message_delta only.
                type.equals("message_delta") ? usage.whole() : Optional.empty(),
                type.equals("message_start") ? usage.input() : Optional.empty());
    }

    /// Whether the stream may end here.
    public boolean isWhole() {
        return stopped;
    }

    /// Some blocks come in their first event already.
    private static boolean isWholeBlock(JsonNode block) {
        return !Set.of("", "text", "thinking").contains(block.path("type").asText(""));
    }

    /// UTF-8 bytes of all text below a node, except of members that only name its kind.
    public static long textBytes(JsonNode node) {
        if (node.isTextual()) {
            return node.textValue().getBytes(StandardCharsets.UTF_8).length;
        }
        long sum = 0;
        for (var member : node.properties()) {
            sum += member.getKey().equals("type") ? 0 : textBytes(member.getValue());
        }
        for (int i = 0; i < (node.isArray() ? node.size() : 0); i++) {
            sum += textBytes(node.get(i));
        }
        return sum;
    }
}
