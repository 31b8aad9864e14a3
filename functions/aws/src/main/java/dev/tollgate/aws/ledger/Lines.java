package dev.tollgate.aws.ledger;

import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.aws.dynamodb.TenantTable;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.tenant.TenantId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/// The line items: one per logical call. Thread-safe.
final class Lines {
    private static final Duration KEEP_NEVER_STARTED = Duration.ofDays(1);

    private final TenantTable table;
    private final Retrying retrying;

    Lines(TenantTable table, Retrying retrying) {
        this.table = table;
        this.retrying = retrying;
    }

    /// What became of an announcement.
    sealed interface Announcement {
        /// The attempt may start, under this number.
        record Numbered(int number) implements Announcement {}

        /// The line is another call's.
        record OtherCall() implements Announcement {}

        /// The hold was ended by somebody who found its lease over.
        record Overtaken() implements Announcement {}
    }

    /// Writes down that an attempt is about to start: binds the call's id to its body, and is what
    /// tells a hold that must be charged from one under which nothing was started.
    Announcement announce(HoldRequest request, CallKey call, String nonce) {
        Change change =
                change(request.tenant(), call)
                        .set(LineItem.CALL, request.call().value())
                        .set(LineItem.BODY, request.bodyHash())
                        .set(LineItem.SUBJECT, request.subject())
                        .set(LineItem.ALIAS, request.alias())
                        .set(LineItem.ANNOUNCED, nonce)
                        .set(LineItem.TARGET, request.target())
                        .set(LineItem.PRICE, request.priceVersion())
                        .set(LineItem.START, request.at().toString())
                        .remove(Tables.TTL)
                        .requireAbsentOrEqual(LineItem.BODY, request.bodyHash())
                        .requireAbsentOrEqual(LineItem.CALL, request.call().value())
                        .requireAbsent(LineAttempt.PREFIX + nonce);
        var key = request.key();
        if (key == null) {
            change.remove(LineItem.KEY);
        } else {
            change.set(LineItem.KEY, key.value());
        }
        try {
            return new Announcement.Numbered(update(request.tenant(), nonce, change).nextNumber());
        } catch (ConditionalCheckFailedException e) {
            return new LineItem(e.item()).isOfAnother(request)
                    ? new Announcement.OtherCall()
                    : new Announcement.Overtaken();
        }
    }

    /// Puts an attempt on the line, once.
    ///
    /// @return the attempt of the same nonce that stood there before; empty when it was put
    Optional<LineAttempt> append(
            TenantId tenant, CallKey call, LineAttempt attempt, String request) {
        Change change =
                change(tenant, call)
                        .set(attempt.attribute(), attempt.encode())
                        .set(LineItem.REQUEST, request)
                        .requireAbsent(attempt.attribute());
        try {
            update(tenant, attempt.nonce(), change);
            return Optional.empty();
        } catch (ConditionalCheckFailedException e) {
            return new LineItem(e.item()).attempt(attempt.nonce());
        }
    }

    /// Puts the attempt of an expired hold on the line: charged when it was announced.
    ///
    /// @return the attempt that stands there now; empty when the line has changed since it was read
    Optional<LineAttempt> expire(TenantId tenant, CallKey call, LineItem line, Marker marker) {
        String nonce = marker.nonce();
        Optional<LineItem.Announced> announced = line.announced(nonce);
        LineAttempt attempt =
                announced
                        .map(known -> LineAttempt.expired(marker, known, line.nextNumber()))
                        .orElseGet(() -> LineAttempt.neverStarted(marker, line.nextNumber()));
        Change change =
                change(tenant, call)
                        .set(attempt.attribute(), attempt.encode())
                        .requireAbsent(attempt.attribute());
        if (announced.isPresent()) {
            change.requireEqual(LineItem.ANNOUNCED, AttributeValue.fromS(nonce));
        } else {
            change.requireAbsentOrOther(LineItem.ANNOUNCED, nonce);
            if (line.call().isEmpty()) {
                long until = marker.lease().plus(KEEP_NEVER_STARTED).getEpochSecond();
                change.set(Tables.TTL, AttributeValue.fromN(Long.toString(until)));
            }
        }
        try {
            update(tenant, nonce, change);
            return Optional.of(attempt);
        } catch (ConditionalCheckFailedException _) {
            return Optional.empty();
        }
    }

    /// The change that puts what an expired attempt really took in its place.
    Change correction(TenantId tenant, CallKey call, LineAttempt expired, LineAttempt actual) {
        return change(tenant, call)
                .set(actual.attribute(), actual.encode())
                .requireEqual(actual.attribute(), expired.encode());
    }

    /// The line as it is, consistently read; an absent one is empty.
    LineItem read(TenantId tenant, CallKey call) {
        Map<String, AttributeValue> key =
                Map.of(
                        Tables.PK, AttributeValue.fromS(tenant.partitionKey(Budget.SHARD)),
                        Tables.SK, AttributeValue.fromS(call.line()));
        return new LineItem(retrying.ask(call.hash(), () -> table.item(tenant, key)));
    }

    /// The tenant's lines in no order.
    ///
    /// @param bound reads no more items than this, rounded up to a page
    List<CallLine> all(TenantId tenant, int bound) {
        var lines = new ArrayList<CallLine>();
        Map<String, AttributeValue> from = Map.of();
        int read = 0;
        do {
            QueryRequest.Builder request = query(tenant, from);
            var page = retrying.ask(tenant.value(), () -> table.query(tenant, request));
            page.items().stream()
                    .map(item -> new LineItem(item).toCallLine(tenant))
                    .flatMap(Optional::stream)
                    .forEach(lines::add);
            read += page.count();
            from = page.lastEvaluatedKey();
        } while (!from.isEmpty() && read < bound);
        return lines;
    }

    private static QueryRequest.Builder query(TenantId tenant, Map<String, AttributeValue> from) {
        var builder =
                QueryRequest.builder()
                        .keyConditionExpression("#pk = :pk AND begins_with(#sk, :sk)")
                        .expressionAttributeNames(Map.of("#pk", Tables.PK, "#sk", Tables.SK))
                        .expressionAttributeValues(
                                Map.of(
                                        ":pk",
                                        AttributeValue.fromS(tenant.partitionKey(Budget.SHARD)),
                                        ":sk",
                                        AttributeValue.fromS(CallKey.LINE)))
                        .consistentRead(true);
        return from.isEmpty() ? builder : builder.exclusiveStartKey(from);
    }

    private LineItem update(TenantId tenant, String seed, Change change) {
        return new LineItem(
                retrying.ask(seed, () -> table.update(tenant, change.toRequest())).attributes());
    }

    private static Change change(TenantId tenant, CallKey call) {
        return new Change(tenant.partitionKey(Budget.SHARD), call.line());
    }
}
