package dev.tollgate.aws.ledger;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.tenant.TenantId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A reading of one call's line item. It may be absent (empty), or hold nothing but an attempt that
/// was never started.
record LineItem(Map<String, AttributeValue> item) {
    static final String CALL = "id";
    static final String BODY = "b";
    static final String SUBJECT = "su";
    static final String KEY = "ky";
    static final String ALIAS = "al";
    static final String REQUEST = "rq";
    static final String ANNOUNCED = "p";
    static final String TARGET = "pt";
    static final String PRICE = "pv";
    static final String START = "ps";

    LineItem {
        item = Map.copyOf(item);
    }

    /// The attempt that was about to start, or has.
    record Announced(String target, String priceVersion, Instant at) {}

    /// Whether a call stands here that is not the request's: another body, or another id with the
    /// same hash.
    boolean isOfAnother(HoldRequest request) {
        return item.containsKey(BODY)
                && !(text(BODY).equals(request.bodyHash())
                        && text(CALL).equals(request.call().value()));
    }

    Optional<LineAttempt> attempt(String nonce) {
        String attribute = LineAttempt.PREFIX + nonce;
        return Optional.ofNullable(item.get(attribute))
                .map(value -> LineAttempt.decode(attribute, value));
    }

    /// What was announced under the nonce, if that was announced last.
    Optional<Announced> announced(String nonce) {
        return text(ANNOUNCED).equals(nonce)
                ? Optional.of(new Announced(text(TARGET), text(PRICE), Instant.parse(text(START))))
                : Optional.empty();
    }

    /// The number that the next attempt on this line gets.
    int nextNumber() {
        return (int) item.keySet().stream().filter(LineItem::isAttempt).count() + 1;
    }

    Optional<CallId> call() {
        return item.containsKey(CALL) ? Optional.of(new CallId(text(CALL))) : Optional.empty();
    }

    /// The line as people read it; empty while no attempt has ended.
    Optional<CallLine> toCallLine(TenantId tenant) {
        List<Attempt> attempts =
                item.entrySet().stream()
                        .filter(entry -> isAttempt(entry.getKey()))
                        .map(entry -> LineAttempt.decode(entry.getKey(), entry.getValue()))
                        .filter(LineAttempt::wasStarted)
                        .map(LineAttempt::attempt)
                        .sorted(Comparator.comparingInt(Attempt::number))
                        .toList();
        if (attempts.isEmpty()) {
            return Optional.empty();
        }
        String key = text(KEY);
        return call().map(call ->
                new CallLine(
                        tenant,
                        call,
                        text(SUBJECT),
                        key.isEmpty() ? null : new KeyId(key),
                        text(ALIAS),
                        text(REQUEST),
                        attempts));
    }

    private static boolean isAttempt(String attribute) {
        return attribute.startsWith(LineAttempt.PREFIX);
    }

    private String text(String name) {
        AttributeValue value = item.get(name);
        return value == null ? "" : value.s();
    }
}
