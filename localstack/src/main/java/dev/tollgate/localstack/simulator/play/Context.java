package dev.tollgate.localstack.simulator.play;

/// How much the simulated model holds, and the words in which the vendor that it plays refuses
/// more.
///
/// @param simulator as [Script] names it
/// @param tokens that a prompt may have
public record Context(String simulator, int tokens) {
    /// @throws SimRefusal for a prompt of more
    void require(int sent) throws SimRefusal {
        if (sent > tokens) {
            throw refusal(sent);
        }
    }

    private SimRefusal refusal(int sent) {
        return switch (simulator) {
            case "anthropic" ->
                    SimRefusal.invalid(
                            "prompt is too long: %d tokens > %d maximum".formatted(sent, tokens));
            case "bedrock" -> SimRefusal.invalid("Input is too long for requested model.");
            case "gemini" ->
                    SimRefusal.invalid(
                            "The input token count (%d) exceeds the maximum number of tokens allowed (%d)."
                                    .formatted(sent, tokens));
            default ->
                    new SimRefusal(
                            400,
                            "context_length_exceeded",
                            "This model's maximum context length is %d tokens, but the messages have %d."
                                    .formatted(tokens, sent));
        };
    }
}
