package dev.tollgate.llmproxy.provider;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.error.GatewayError;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an unsuccessful answer of an upstream means. None of them was charged.
public final class UpstreamErrors {
    private static final int LONGEST = 300;
    private static final Pattern CREDENTIAL =
            Pattern.compile("\\b(?:sk-|tg_|AKIA|ASIA|eyJ|[Bb]earer )\\S{4,}+");
    private static final Pattern SECONDS = Pattern.compile("\\d{1,4}");
    private static final Duration LONGEST_WAIT = Duration.ofHours(1);
    private static final Pattern ACCOUNT = Pattern.compile("\\b\\d{12}\\b");

    /// Codes of OpenAI's and its likes; sentences of Anthropic, Bedrock, Google, llama.cpp, OpenAI,
    /// xAI.
    private static final List<String> TOO_LONG =
            List.of(
                    "context_length_exceeded",
                    "exceed_context_size_error",
                    "maximum context length",
                    "maximum prompt length",
                    "prompt is too long",
                    "input is too long",
                    "exceed context limit",
                    "exceeds the available context size",
                    "exceeds the maximum number of tokens",
                    "too many input tokens",
                    "context window");

    /// Codes of OpenAI's and Azure's; sentences of Anthropic and OpenAI.
    private static final List<String> FILTERED =
            List.of(
                    "content_policy_violation",
                    "content_filter",
                    "content filtering policy",
                    "content management policy",
                    "responsibleaipolicyviolation",
                    "blocked by our safety system",
                    "rejected as a result of our safety system");

    private UpstreamErrors() {}

    /// @param complaint the upstream's own words, not yet safe; may be empty
    public static GatewayError of(HttpHead head, String complaint) {
        return of(head, complaint, complaint);
    }

    /// @param complaint the upstream's own words, not yet safe; may be empty
    /// @param body all that it said, codes among it
    public static GatewayError of(HttpHead head, String complaint, String body) {
        int status = head.status();
        String said = complaint.isBlank() ? "" : ": " + safe(complaint);
        return switch (status) {
            case 401, 403 ->
                    new GatewayError.UpstreamRejected(
                            "the upstream refused the gateway's own credentials; the platform team"
                                    + " has to look at them");
            case 408, 424 -> new GatewayError.UpstreamFailed("the upstream's model failed" + said);
            case 429 ->
                    new GatewayError.UpstreamThrottled(
                            "the upstream is at its rate limit; slow down and try again" + said,
                            hint(head));
            default ->
                    status >= 400 && status < 500
                            ? rejected(said, body.toLowerCase(Locale.ROOT))
                            : new GatewayError.UpstreamFailed(
                                    "the upstream failed with status " + status + "; try again");
        };
    }

    /// An error that stands in an answer, or in the place of one, in spite of the answer's status.
    ///
    /// @param error with a `message` and a `code`, which is a status or one of OpenAI's words
    public static GatewayError inAnswer(JsonNode error) {
        int status = status(error.path("code"));
        return status >= 400 && status < 500
                ? of(
                        new HttpHead(status, Map.of()),
                        error.path("message").asText(""),
                        error.toString())
                : new GatewayError.UpstreamFailed("the upstream failed while answering; try again");
    }

    private static int status(JsonNode code) {
        return switch (code.asText("")) {
            case "rate_limit_exceeded" -> 429;
            case "context_length_exceeded", "content_filter", "content_policy_violation" -> 400;
            default -> code.asInt(0);
        };
    }

    private static GatewayError rejected(String said, String body) {
        if (TOO_LONG.stream().anyMatch(body::contains)) {
            return new GatewayError.ContextTooLong(
                    "the model cannot hold a prompt as long as this; shorten it, or use an alias"
                            + " whose model has a larger context"
                            + said);
        }
        if (FILTERED.stream().anyMatch(body::contains)) {
            return new GatewayError.ContentFiltered(
                    "the upstream's own policy refused the content; change the prompt, or use an"
                            + " alias of another provider"
                            + said);
        }
        return new GatewayError.UpstreamRejected("the upstream found the request wrong" + said);
    }

    /// `Retry-After` (RFC 9110, section 10.2.3) in seconds; a date, or more than an hour, is no
    /// hint that a client can follow.
    private static Optional<Duration> hint(HttpHead head) {
        return head.header("retry-after")
                .filter(value -> SECONDS.matcher(value).matches())
                .map(value -> Duration.ofSeconds(Integer.parseInt(value)))
                .filter(wait -> wait.compareTo(LONGEST_WAIT) <= 0);
    }

    /// An upstream's words, short, on one line, without what looks like a credential or an account.
    static String safe(String text) {
        var plain = new StringBuilder();
        text.codePoints()
                .limit(LONGEST * 4L)
                .map(c -> Character.isISOControl(c) ? ' ' : c)
                .forEach(plain::appendCodePoint);
        String masked = CREDENTIAL.matcher(plain).replaceAll("***");
        String hidden = ACCOUNT.matcher(masked).replaceAll("***").strip();
        return hidden.length() <= LONGEST
                ? hidden
                : hidden.substring(
                                0,
                                hidden.offsetByCodePoints(
                                        0,
                                        Math.min(
                                                LONGEST,
                                                hidden.codePointCount(0, hidden.length()))))
                        + "…";
    }
}
