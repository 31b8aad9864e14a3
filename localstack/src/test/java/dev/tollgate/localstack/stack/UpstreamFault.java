package dev.tollgate.localstack.stack;

import dev.tollgate.localstack.stack.Caller.Ending;
import dev.tollgate.testkit.ErrorTable;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/// What can go wrong at a simulated upstream, and what the gateway makes of it.
enum UpstreamFault {
    NONE("words=3", "", ""),
    REFUSED(".refused", "upstream_failed"),
    TLS_ERROR(".tls", "upstream_failed"),
    THROTTLED("status=429", "", "upstream_throttled"),
    THROTTLED_WITH_RETRY_AFTER("status=429 retry-after=7", "", "upstream_throttled"),
    FIVE_HUNDRED("status=500", "", "upstream_failed"),
    OVERLOADED("status=529", "", "upstream_failed"),
    SLOW_HEADERS("delay=600s", ".hasty", "upstream_timeout"),
    SLOW_FIRST_CONTENT("stall=0", ".hasty", "upstream_timeout"),
    STALL("stall=2", ".idle", "upstream_timeout"),
    CUT_BEFORE_CONTENT("cut=0", "", "upstream_cut"),
    CUT_AFTER_CONTENT("cut=2", "", "upstream_cut"),
    MALFORMED("malformed=0", "", "upstream_cut"),
    WRONG_CONTENT_TYPE("page", "", "upstream_cut");

    private static final ErrorTable ERRORS = ErrorTable.read();

    private final String script;
    private final String alias;
    private final String code;

    UpstreamFault(String alias, String code) {
        this("words=3", alias, code);
    }

    /// @param script what the simulator is told
    /// @param alias the end of the name of those that the fault can be seen behind
    /// @param code of the error; empty for none
    UpstreamFault(String script, String alias, String code) {
        this.script = script;
        this.alias = alias;
        this.code = code;
    }

    /// A provider's simulator.
    enum Kind {
        OPENAI,
        GEMINI,
        ANTHROPIC,
        AZURE,
        BEDROCK;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /// Those that a prompt alone can bring about at any alias, and that nobody has to wait for.
    static List<UpstreamFault> quick() {
        return Stream.of(values()).filter(fault -> fault != NONE && fault.alias.isEmpty()).toList();
    }

    /// The code of the error it leads to.
    String code() {
        return code;
    }

    /// Whether the upstream did nothing that it could charge for.
    boolean free() {
        return code.equals("upstream_failed") || code.equals("upstream_throttled");
    }

    /// Whether a stream has content before it.
    boolean afterContent() {
        return this == STALL || this == CUT_AFTER_CONTENT;
    }

    /// The alias behind which it can be seen. The time-outs of answers and of streams are apart.
    String alias(Kind kind, boolean streamed) {
        return kind.word() + (this == STALL && !streamed ? ".hasty" : alias);
    }

    /// What a prompt says to bring it about at one simulator.
    String script(Kind kind) {
        return "[[sim for=" + kind.word() + " " + script + "]]";
    }

    /// How a dialect's clients see it instead of an answer: as the contract's table says.
    Ending.Refused refusal(Wire wire) {
        ErrorTable.Row row = ERRORS.row(code);
        return switch (wire) {
            case CONVERSE -> new Ending.Refused(row.status(), row.exception(), code);
            case COMPLETIONS -> refusal(row.toOpenAi());
            case MESSAGES -> refusal(row.toAnthropic());
        };
    }

    private static Ending.Refused refusal(ErrorTable.Said said) {
        return new Ending.Refused(said.status(), said.type(), said.code());
    }

    /// How they see it after the first content.
    Ending.Broken broken(Wire wire) {
        ErrorTable.Row row = ERRORS.row(code);
        return new Ending.Broken(
                switch (wire) {
                    case CONVERSE -> Objects.requireNonNull(row.frame(), code);
                    case COMPLETIONS -> row.toOpenAi().type();
                    case MESSAGES -> row.toAnthropic().type();
                });
    }
}
