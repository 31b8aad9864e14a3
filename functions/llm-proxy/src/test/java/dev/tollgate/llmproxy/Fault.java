package dev.tollgate.llmproxy;

import dev.tollgate.llmproxy.ScriptedUpstream.Wire;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// What can go wrong at an upstream, and what the gateway makes of it where there is no other
/// target.
enum Fault {
    REFUSED("upstream_failed", true),
    TLS_ERROR("upstream_failed", true),
    THROTTLED("upstream_throttled", true),
    THROTTLED_WITH_RETRY_AFTER("upstream_throttled", true),
    FIVE_HUNDRED("upstream_failed", true),
    OVERLOADED("upstream_failed", true),
    SLOW_HEADERS("upstream_timeout", false),
    SLOW_FIRST_CONTENT("upstream_timeout", false),
    STALL("upstream_timeout", false),
    ERROR_BEFORE_CONTENT("upstream_failed", true),
    ERROR_AFTER_CONTENT("upstream_cut", false),
    CUT_BEFORE_CONTENT("upstream_cut", false),
    CUT_AFTER_CONTENT("upstream_cut", false),
    MALFORMED("upstream_cut", false),
    WRONG_CONTENT_TYPE("upstream_cut", false);

    private final String code;
    private final boolean free;

    Fault(String code, boolean free) {
        this.code = code;
        this.free = free;
    }

    /// The stable code of the error.
    String code() {
        return code;
    }

    /// Whether it is known to have cost nothing.
    boolean free() {
        return free;
    }

    /// Whether a stream has content before it.
    boolean afterContent() {
        return this == STALL || this == CUT_AFTER_CONTENT || this == ERROR_AFTER_CONTENT;
    }

    /// Whether the upstream never says more, so that only a time-out ends it.
    boolean waits() {
        return code.equals("upstream_timeout");
    }

    /// Whether it happens before a request can arrive.
    boolean unreachable() {
        return this == REFUSED || this == TLS_ERROR;
    }

    void play(Speech speech, boolean streamed, Wire wire) throws Exception {
        switch (this) {
            case REFUSED, TLS_ERROR -> throw new IllegalStateException("nothing arrives");
            case THROTTLED -> wire.whole(429, "{}");
            case THROTTLED_WITH_RETRY_AFTER -> wire.whole(429, "{}", "retry-after: 7");
            case FIVE_HUNDRED -> wire.whole(500, "{}");
            case OVERLOADED -> wire.whole(529, "{}");
            case SLOW_HEADERS -> forever();
            case SLOW_FIRST_CONTENT -> {
                begin(speech, streamed, wire);
                forever();
            }
            case STALL -> {
                begin(speech, streamed, wire);
                more(speech, streamed, wire);
                forever();
            }
            case ERROR_BEFORE_CONTENT, ERROR_AFTER_CONTENT -> fail(speech, streamed, wire);
            case CUT_BEFORE_CONTENT -> begin(speech, streamed, wire);
            case CUT_AFTER_CONTENT -> {
                begin(speech, streamed, wire);
                more(speech, streamed, wire);
            }
            case MALFORMED -> {
                if (streamed) {
                    begin(speech, true, wire);
                    wire.chunk(speech.garbage());
                    wire.end();
                } else {
                    wire.whole(200, "{\"nope\"");
                }
            }
            case WRONG_CONTENT_TYPE ->
                    wire.whole(200, "<html>Sign in</html>", "content-type: text/html");
        }
    }

    /// A good answer.
    static void answer(Speech speech, boolean streamed, String text, Wire wire) throws IOException {
        answer(speech, streamed, List.of(text), wire);
    }

    /// A good answer in pieces.
    static void answer(Speech speech, boolean streamed, List<String> pieces, Wire wire)
            throws IOException {
        if (streamed) {
            begin(speech, true, wire);
            for (String piece : pieces) {
                wire.chunk(speech.content(piece));
            }
            wire.chunk(speech.end());
            wire.end();
        } else {
            String text = String.join("", pieces);
            wire.whole(200, speech.whole(text), "content-type: application/json");
        }
    }

    /// In the upstream's own words, with a good status where its language has errors of that kind.
    private void fail(Speech speech, boolean streamed, Wire wire) throws IOException {
        if (streamed) {
            begin(speech, true, wire);
            if (afterContent()) {
                wire.chunk(speech.content("Fir"));
            }
            wire.chunk(speech.error());
            wire.end();
        } else if (afterContent()) {
            wire.whole(200, speech.whole("First.").substring(0, 20));
        } else {
            wire.whole(speech.errorStatus(), speech.errorDocument());
        }
    }

    private static void begin(Speech speech, boolean streamed, Wire wire) throws IOException {
        wire.stream(streamed ? speech.streamType() : "application/json");
        if (streamed) {
            wire.chunk(speech.lifecycle());
        }
    }

    private static void more(Speech speech, boolean streamed, Wire wire) throws IOException {
        if (streamed) {
            wire.chunk(speech.content("Fir"));
        } else {
            String whole = speech.whole("First.");
            wire.chunk(whole.substring(0, whole.length() / 2));
        }
    }

    private static void forever() throws InterruptedException {
        new CountDownLatch(1).await();
    }
}
