package dev.tollgate.llmproxy.provider;

import java.util.List;
import java.util.Map;

/// Reads one successful answer of an upstream, in whatever pieces it arrives. Not thread-safe. What
/// it gives does not depend on where the bytes were split.
public interface AnswerReader {
    /// Called once, first.
    ///
    /// @return headers for the client
    Map<String, String> head(HttpHead head);

    /// What these bytes complete.
    List<Piece> accept(byte[] bytes);

    /// The upstream has ended its answer.
    ///
    /// @throws BrokenAnswerException when something is missing
    List<Piece> end() throws BrokenAnswerException;

    /// What the upstream says in an unsuccessful answer's body; empty when it cannot be read.
    String complaint(byte[] body);
}
