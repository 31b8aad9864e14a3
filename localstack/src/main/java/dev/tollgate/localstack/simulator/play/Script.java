package dev.tollgate.localstack.simulator.play;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a prompt asks the simulator to do, written as `[[sim <directive> …]]` anywhere in the last
/// user message, so that any unmodified SDK can ask for it. Directives combine, in one pair of
/// brackets or several; one that is not listed here is refused by name. "Chunk" is a piece of
/// content of a stream: one word.
///
/// | directive | effect |
/// |---|---|
/// | `words=12` | an answer of 12 words |
/// | `think=5` | 5 words of thoughts come before the answer |
/// | `call=weather` | the answer asks for this tool of the request; once for each of parallel calls |
/// | `echo` | the answer is the last user message without its directives |
/// | `look` | the answer names the images that it was shown |
/// | `status=429` | answered with this error status instead (400 to 599) |
/// | `retry-after=2` | an error status says `Retry-After` with so many seconds |
/// | `context=8` | a prompt of more tokens is refused as its vendor does |
/// | `page` | status 200 with a page of HTML, as something in between would answer |
/// | `delay=5s`, `delay=200ms` | waits before anything is sent, at most 15 minutes |
/// | `pace=50ms` | waits as long before each further chunk of a stream |
/// | `handshake=<id>` | chunk k+1 is sent only after `POST /sim/handshake/<id>` came k times |
/// | `stall=3` | after 3 chunks nothing more comes, and the connection stays open |
/// | `cut=3` | after 3 chunks the connection is closed uncleanly |
/// | `malformed=3` | after 3 chunks comes a broken frame |
/// | `fail=3` | after 3 chunks comes the dialect's error event |
/// | `no-usage` | usage is left out everywhere |
/// | `usage=7,9` | usage says 7 tokens in and 9 out |
/// | `for=gemini` | its pair of brackets is for this simulator alone; the others pass it over |
///
/// Of `stall`, `cut`, `malformed` and `fail` a script has at most one; with a hand-shake it happens
/// only when the last chunk before it has been read. A buffered answer is one piece: `stall` and
/// `cut` send half of it, `malformed` sends half of it as if it were whole, `fail` is a status 500,
/// and a handshake is not waited for.
///
/// @param text the last user message without its directives
/// @param thoughts words of them, 0 for none
/// @param calls names of tools
public record Script(
        String text,
        OptionalInt words,
        int thoughts,
        List<String> calls,
        boolean echo,
        boolean look,
        OptionalInt status,
        OptionalInt retryAfter,
        Optional<Context> context,
        boolean page,
        Duration delay,
        Duration pace,
        Optional<String> handshake,
        Optional<Break> breakOff,
        boolean noUsage,
        Optional<Counts> usage) {
    private static final Pattern BRACKETS = Pattern.compile("\\[\\[sim ([^\\]]*)\\]\\]");
    private static final Pattern DELAY = Pattern.compile("(\\d{1,6})(ms|s)");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
    private static final String FOR = "for=";
    private static final Set<String> SIMULATORS =
            Set.of("anthropic", "azure", "bedrock", "gemini", "openai");
    private static final Duration MAX_DELAY = Duration.ofMinutes(15);
    private static final int MAX_WORDS = 100_000;
    private static final int MAX_RETRY_AFTER = 86_400;

    public Script {
        calls = List.copyOf(calls);
    }

    /// How a stream goes wrong.
    public enum BreakKind {
        STALL,
        CUT,
        MALFORMED,
        FAIL
    }

    /// @param after chunks that still come; at the end when the answer has fewer
    public record Break(BreakKind kind, int after) {}

    /// @param in prompt tokens
    /// @param out answer tokens
    public record Counts(int in, int out) {}

    /// @param simulator that was asked, as `for` names it
    /// @throws SimRefusal naming the directive that is unknown or has a wrong value
    public static Script of(String userText, String simulator) throws SimRefusal {
        List<String> directives = new ArrayList<>();
        Matcher brackets = BRACKETS.matcher(userText);
        StringBuilder rest = new StringBuilder();
        while (brackets.find()) {
            brackets.appendReplacement(rest, "");
            List<String> pair = List.of(brackets.group(1).strip().split("\\s+"));
            if (isFor(simulator, pair)) {
                directives.addAll(pair);
            }
        }
        brackets.appendTail(rest);
        Draft draft = new Draft(simulator);
        for (String directive : directives) {
            draft.read(directive);
        }
        return draft.finish(rest.toString().strip());
    }

    private static boolean isFor(String simulator, List<String> directives) throws SimRefusal {
        for (String directive : directives) {
            if (directive.startsWith(FOR)) {
                String name = directive.substring(FOR.length());
                if (!SIMULATORS.contains(name)) {
                    throw wrong(directive);
                }
                return name.equals(simulator);
            }
        }
        return true;
    }

    private static SimRefusal wrong(String directive) {
        return SimRefusal.invalid(
                "the simulator does not know the directive or its value: " + directive);
    }

    private static final class Draft {
        private final String simulator;
        private OptionalInt words = OptionalInt.empty();
        private int thoughts;
        private final List<String> calls = new ArrayList<>();
        private boolean echo;
        private boolean look;
        private OptionalInt status = OptionalInt.empty();
        private OptionalInt retryAfter = OptionalInt.empty();
        private Optional<Context> context = Optional.empty();
        private boolean page;
        private Duration delay = Duration.ZERO;
        private Duration pace = Duration.ZERO;
        private Optional<String> handshake = Optional.empty();
        private Optional<Break> breakOff = Optional.empty();
        private boolean noUsage;
        private Optional<Counts> usage = Optional.empty();

        Draft(String simulator) {
            this.simulator = simulator;
        }

        void read(String directive) throws SimRefusal {
            int equals = directive.indexOf('=');
            String name = equals < 0 ? directive : directive.substring(0, equals);
            String value = equals < 0 ? "" : directive.substring(equals + 1);
            switch (name) {
                case "for" -> {}
                case "words" -> words = OptionalInt.of(number(directive, value, 0, MAX_WORDS));
                case "think" -> thoughts = number(directive, value, 0, MAX_WORDS);
                case "call" -> calls.add(id(directive, value));
                case "echo" -> echo = true;
                case "look" -> look = true;
                case "status" -> status = OptionalInt.of(number(directive, value, 400, 599));
                case "retry-after" ->
                        retryAfter = OptionalInt.of(number(directive, value, 0, MAX_RETRY_AFTER));
                case "context" ->
                        context =
                                Optional.of(
                                        new Context(
                                                simulator, number(directive, value, 1, MAX_WORDS)));
                case "page" -> page = true;
                case "delay" -> delay = duration(directive, value);
                case "pace" -> pace = duration(directive, value);
                case "handshake" -> handshake = Optional.of(id(directive, value));
                case "stall" -> breakOff(BreakKind.STALL, directive, value);
                case "cut" -> breakOff(BreakKind.CUT, directive, value);
                case "malformed" -> breakOff(BreakKind.MALFORMED, directive, value);
                case "fail" -> breakOff(BreakKind.FAIL, directive, value);
                case "no-usage" -> noUsage = true;
                case "usage" -> usage = Optional.of(counts(directive, value));
                default -> throw wrong(directive);
            }
        }

        Script finish(String text) {
            return new Script(
                    text,
                    words,
                    thoughts,
                    calls,
                    echo,
                    look,
                    status,
                    retryAfter,
                    context,
                    page,
                    delay,
                    pace,
                    handshake,
                    breakOff,
                    noUsage,
                    usage);
        }

        private void breakOff(BreakKind kind, String directive, String value) throws SimRefusal {
            if (breakOff.isPresent()) {
                throw wrong(directive);
            }
            breakOff = Optional.of(new Break(kind, number(directive, value, 0, MAX_WORDS)));
        }

        private static int number(String directive, String value, int least, int most)
                throws SimRefusal {
            try {
                int number = Integer.parseInt(value);
                if (number >= least && number <= most) {
                    return number;
                }
            } catch (NumberFormatException _) {
                // Refused below, like any other wrong value.
            }
            throw wrong(directive);
        }

        private static Duration duration(String directive, String value) throws SimRefusal {
            Matcher matcher = DELAY.matcher(value);
            if (!matcher.matches()) {
                throw wrong(directive);
            }
            long amount = Long.parseLong(matcher.group(1));
            Duration duration =
                    matcher.group(2).equals("s")
                            ? Duration.ofSeconds(amount)
                            : Duration.ofMillis(amount);
            if (duration.compareTo(MAX_DELAY) > 0) {
                throw wrong(directive);
            }
            return duration;
        }

        private static String id(String directive, String value) throws SimRefusal {
            if (!ID.matcher(value).matches()) {
                throw wrong(directive);
            }
            return value;
        }

        private static Counts counts(String directive, String value) throws SimRefusal {
            int comma = value.indexOf(',');
            if (comma < 0) {
                throw wrong(directive);
            }
            return new Counts(
                    number(directive, value.substring(0, comma), 0, Integer.MAX_VALUE),
                    number(directive, value.substring(comma + 1), 0, Integer.MAX_VALUE));
        }
    }
}
