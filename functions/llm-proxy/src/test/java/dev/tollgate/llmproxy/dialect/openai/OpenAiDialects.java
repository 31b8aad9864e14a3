package dev.tollgate.llmproxy.dialect.openai;

import dev.tollgate.llmproxy.dialect.Dialect;
import java.time.Clock;

/// Gives tests of other packages the dialect.
public final class OpenAiDialects {
    private OpenAiDialects() {}

    public static Dialect.Listing create(Clock clock) {
        return new OpenAiDialect(clock);
    }
}
