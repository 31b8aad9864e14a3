package dev.tollgate.localstack.simulator.play;

import java.io.IOException;

/// A dialect's events for one streamed answer, written as they are asked for.
public interface StreamShape {
    /// What comes before the first content.
    void begin() throws IOException;

    /// What the model thinks before it speaks; at most once, before all content.
    void thoughts(String text) throws IOException;

    void content(String text) throws IOException;

    /// A tool that the model asks for, after all content.
    void call(Answer.Call call) throws IOException;

    /// What comes after the last content, usage included.
    void end() throws IOException;

    /// @param kind MALFORMED: a frame that no reader can take; FAIL: the dialect's error event
    void broken(Script.BreakKind kind) throws IOException;
}
