package dev.tollgate.llmproxy.dialect;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent;
import java.time.Duration;
import java.util.Map;

/// Writes one answer in the client's language. Where the upstream speaks it too, its bytes pass and
/// only [#headers] and [#failure] are asked for. Not thread-safe.
public interface AnswerWriter {
    /// Of a successful answer, lower-cased; the upstream's own may replace them.
    Map<String, String> headers();

    /// @return bytes for the client, which may be none yet
    /// @throws IllegalArgumentException when the event cannot be written: the upstream's fault
    byte[] write(ChatEvent event);

    /// @param latency from the start of the attempt
    /// @return the rest of the answer
    /// @throws IllegalArgumentException when what was said cannot be written
    byte[] end(Usage usage, Duration latency);

    /// What ends an answer that has begun and cannot go on; nothing where the language has no word
    /// for it, so that the client sees a broken answer.
    byte[] failure(GatewayError error);
}
