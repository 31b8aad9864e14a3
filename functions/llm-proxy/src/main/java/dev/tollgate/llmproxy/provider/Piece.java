package dev.tollgate.llmproxy.provider;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent;

/// Something read from an upstream's answer.
public sealed interface Piece {
    /// Bytes that are already the client's language.
    ///
    /// @param content false for what may wait until there is content: from the first content on no
    ///   status can change
    /// @param outputBytes UTF-8 bytes of generated text in it
    @SuppressWarnings("ArrayRecordComponent") // passed on, never changed or compared
    record Verbatim(byte[] bytes, boolean content, long outputBytes) implements Piece {}

    /// A step of the chat, to be written in the client's language.
    record Said(ChatEvent event) implements Piece {}

    /// The provider's own count, complete as of now; a later one replaces it.
    record Used(Usage usage) implements Piece {}

    /// The provider's count of what it has read for the answer, before it has counted what it
    /// writes.
    ///
    /// @param input without any output
    record Read(Usage input) implements Piece {}

    /// From here on the bytes are not of the upstream's language; the last piece.
    ///
    /// @param why for the log
    record Broken(String why) implements Piece {}

    /// The upstream says inside a stream that it failed.
    record Failed(GatewayError error) implements Piece {}
}
