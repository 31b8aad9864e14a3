package dev.tollgate.llmproxy.provider;

/// An upstream's answer is not what its language allows, or ends too early. The message is for the
/// log.
public final class BrokenAnswerException extends Exception {
    private final String why;

    public BrokenAnswerException(String why) {
        super(why);
        this.why = why;
    }

    public String why() {
        return why;
    }
}
