package dev.tollgate.llmproxy.provider.gemini;

import dev.tollgate.llmproxy.chat.Part;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Gemini's mark on a tool call, without which its third generation takes no call back (Gemini API
/// guide, "Thought signatures"). Clients keep it as the signature of thoughts; a prefix tells it
/// from the signatures of other providers, which Gemini would find broken.
final class Signature {
    private static final String PREFIX = Part.Reasoning.GEMINI;

    /// The guide's word for a call that Gemini did not make, or of which the mark is lost.
    private static final String UNSIGNED = "skip_thought_signature_validator";

    private Signature() {}

    static String shown(String own) {
        return PREFIX + own;
    }

    /// @param shown as a client gave it back; null for none
    /// @return empty for another provider's
    static Optional<String> own(@Nullable String shown) {
        return Optional.ofNullable(shown)
                .filter(text -> text.startsWith(PREFIX))
                .map(text -> text.substring(PREFIX.length()));
    }

    /// What stands in for one; earlier models want none.
    static Optional<String> missing(String model) {
        boolean earlier = model.startsWith("gemini-1") || model.startsWith("gemini-2");
        return earlier ? Optional.empty() : Optional.of(UNSIGNED);
    }
}
