package dev.tollgate.llmproxy;

import dev.tollgate.core.call.Deadline;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.runtime.Invocation;
import dev.tollgate.runtime.ProxyRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/// The one deadline of a call over all its attempts.
///
/// @param end by which the call will have been settled
/// @param workUntil by which its answer must have come: before the end, and no later than the
///   client has asked for
record CallTime(Deadline end, Deadline workUntil) {
    /// In which a client says how long it waits, milliseconds.
    static final String HEADER = "x-tollgate-deadline-ms";

    /// The longest a call may take, whatever the platform would allow: Lambda's own limit.
    private static final Duration LONGEST = Duration.ofMinutes(15);

    /// What the ledger's client takes at the most, and a little more.
    private static final Duration SETTLING = Duration.ofSeconds(5);

    private static final Pattern MILLIS = Pattern.compile("[1-9]\\d{0,8}");

    /// @throws Refused when the client's wish makes no sense
    static CallTime of(ProxyRequest request, Invocation invocation, Clock clock) {
        Deadline end = earlier(invocation.deadline(), Deadline.in(LONGEST, clock));
        Deadline work = end.minus(reserve(end, clock));
        List<String> asked = request.headers().getOrDefault(HEADER, List.of());
        if (asked.isEmpty()) {
            return new CallTime(end, work);
        }
        if (asked.size() > 1 || !MILLIS.matcher(asked.getFirst()).matches()) {
            throw new Refused(
                    new GatewayError.InvalidRequest(
                            "the header "
                                    + HEADER
                                    + " must be given once, with a whole number of milliseconds, 1"
                                    + " or more"));
        }
        Duration wish = Duration.ofMillis(Long.parseLong(asked.getFirst()));
        return new CallTime(end, earlier(work, Deadline.in(wish, clock)));
    }

    /// Time kept for settling and for the answer's end: a fifth of what there is, [#SETTLING] at
    /// the most.
    private static Duration reserve(Deadline end, Clock clock) {
        Duration fifth = end.remaining(clock).dividedBy(5);
        return fifth.compareTo(SETTLING) < 0 ? fifth : SETTLING;
    }

    private static Deadline earlier(Deadline one, Deadline other) {
        return one.at().isBefore(other.at()) ? one : other;
    }
}
