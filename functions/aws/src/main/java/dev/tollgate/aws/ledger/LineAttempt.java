package dev.tollgate.aws.ledger;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.Decision;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.ledger.Amounts;
import dev.tollgate.core.ledger.Settlement;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// One attempt as its line stores it: what people read, and what was booked for it.
///
/// @param nonce of the hold it ran under
/// @param requests booked under limits of requests; 0 for a hold under which nothing was started
record LineAttempt(String nonce, Attempt attempt, long requests) {
    /// Prefix of an attempt's attribute on the line.
    static final String PREFIX = "a#";

    private static final String NUMBER = "n";
    private static final String TARGET = "t";
    private static final String OUTCOME = "o";
    private static final String USAGE = "u";
    private static final String ESTIMATED = "e";
    private static final String PRICE = "v";
    private static final String COST = "c";
    private static final String START = "s";
    private static final String END = "d";
    private static final String EXCEEDED = "x";
    private static final String REQUESTS = "r";

    static LineAttempt of(Settlement settlement) {
        return new LineAttempt(
                settlement.hold().nonce(), settlement.attempt(), settlement.actual().requests());
    }

    /// An announced attempt that nobody settled: charged at what was held.
    static LineAttempt expired(Marker marker, LineItem.Announced announced, int number) {
        Amounts held = marker.amounts();
        var attempt =
                new Attempt(
                        number,
                        announced.target(),
                        Outcome.EXPIRED,
                        new Usage(Map.of(UsageKind.INPUT, held.tokens()), true),
                        announced.priceVersion(),
                        held.money(),
                        announced.at(),
                        marker.lease(),
                        false,
                        Decision.UNKNOWN);
        return new LineAttempt(marker.nonce(), attempt, held.requests());
    }

    /// A hold whose attempt was never announced: nothing was called, nothing is charged.
    static LineAttempt neverStarted(Marker marker, int number) {
        var attempt =
                new Attempt(
                        number,
                        "",
                        Outcome.EXPIRED,
                        Usage.NONE,
                        "",
                        Money.ZERO,
                        marker.at(),
                        marker.lease(),
                        false,
                        Decision.UNKNOWN);
        return new LineAttempt(marker.nonce(), attempt, 0);
    }

    boolean wasStarted() {
        return requests > 0 || attempt.outcome() != Outcome.EXPIRED;
    }

    boolean hasExpired() {
        return attempt.outcome() == Outcome.EXPIRED;
    }

    /// What stands in the counters for it once its hold has ended.
    Amounts booked() {
        return new Amounts(requests, attempt.usage().tokens(), attempt.cost());
    }

    String attribute() {
        return PREFIX + nonce;
    }

    AttributeValue encode() {
        var usage = new HashMap<String, AttributeValue>();
        attempt.usage().counts().forEach((kind, count) -> usage.put(kind.word(), number(count)));
        var map = new HashMap<String, AttributeValue>();
        map.put(NUMBER, number(attempt.number()));
        map.put(TARGET, AttributeValue.fromS(attempt.target()));
        map.put(OUTCOME, AttributeValue.fromS(attempt.outcome().name()));
        map.put(USAGE, AttributeValue.fromM(usage));
        map.put(ESTIMATED, AttributeValue.fromBool(attempt.usage().estimated()));
        map.put(PRICE, AttributeValue.fromS(attempt.priceVersion()));
        map.put(COST, number(attempt.cost().nanos()));
        map.put(START, number(attempt.startedAt().toEpochMilli()));
        map.put(END, number(attempt.endedAt().toEpochMilli()));
        map.put(EXCEEDED, AttributeValue.fromBool(attempt.boundExceeded()));
        map.put(REQUESTS, number(requests));
        map.putAll(LineDecision.encode(attempt.decision()));
        return AttributeValue.fromM(map);
    }

    static LineAttempt decode(String attribute, AttributeValue value) {
        Map<String, AttributeValue> map = value.m();
        var attempt =
                new Attempt(
                        (int) number(map, NUMBER),
                        text(map, TARGET),
                        Outcome.valueOf(text(map, OUTCOME)),
                        usage(map),
                        text(map, PRICE),
                        new Money(number(map, COST)),
                        Instant.ofEpochMilli(number(map, START)),
                        Instant.ofEpochMilli(number(map, END)),
                        member(map, EXCEEDED).bool(),
                        LineDecision.decode(map));
        return new LineAttempt(
                attribute.substring(PREFIX.length()), attempt, number(map, REQUESTS));
    }

    private static Usage usage(Map<String, AttributeValue> map) {
        Map<String, AttributeValue> words = member(map, USAGE).m();
        var counts = new HashMap<UsageKind, Long>();
        for (UsageKind kind : UsageKind.values()) {
            AttributeValue count = words.get(kind.word());
            if (count != null) {
                counts.put(kind, Long.parseLong(count.n()));
            }
        }
        return new Usage(counts, member(map, ESTIMATED).bool());
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static long number(Map<String, AttributeValue> map, String name) {
        return Long.parseLong(member(map, name).n());
    }

    private static String text(Map<String, AttributeValue> map, String name) {
        return member(map, name).s();
    }

    private static AttributeValue member(Map<String, AttributeValue> map, String name) {
        AttributeValue value = map.get(name);
        if (value == null) {
            throw new IllegalStateException("an attempt on a line has no " + name);
        }
        return value;
    }
}
