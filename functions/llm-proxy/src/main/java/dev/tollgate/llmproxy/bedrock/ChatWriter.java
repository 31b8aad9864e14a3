package dev.tollgate.llmproxy.bedrock;

import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent;
import java.time.Duration;

/// Writes a chat's answer in the Bedrock runtime dialect. Not thread-safe.
sealed interface ChatWriter permits ConverseDocument, ConverseFrames {
    /// @return bytes for the client, which may be none yet
    /// @throws IllegalArgumentException when the event cannot be written: the upstream's fault
    byte[] write(ChatEvent event);

    /// @return the rest of the answer
    /// @throws IllegalArgumentException when what was said cannot be written
    byte[] end(Usage usage, Duration latency);
}
