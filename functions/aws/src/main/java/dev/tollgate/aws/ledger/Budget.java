package dev.tollgate.aws.ledger;

import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.aws.dynamodb.TenantTable;
import dev.tollgate.core.ledger.Amounts;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/// The budget items: what each tenant has used, and its holds in flight. Thread-safe.
final class Budget {
    /// The one shard there is so far.
    static final int SHARD = 0;

    private static final String SK = "BUDGET";

    private final TenantTable table;
    private final Retrying retrying;

    Budget(TenantTable table, Retrying retrying) {
        this.table = table;
        this.retrying = retrying;
    }

    /// What became of an attempt to set something aside.
    sealed interface Taking {
        record Taken(BudgetItem after) implements Taking {}

        record InTheWay(BudgetItem item) implements Taking {}
    }

    /// Sets the marker's amounts aside under every limit of the request, or under none.
    ///
    /// @return the item afterwards, or the one that stood in the way
    Taking take(HoldRequest request, CallKey call, Marker marker) {
        Change change =
                change(request.tenant())
                        .set(call.marker(), bytes(marker))
                        .requireAbsent(call.marker());
        marker.held().forEach(change::add);
        for (Limit limit : request.limits()) {
            change.requireAbsentOrAtMost(
                    Counter.of(limit).attribute(marker.at(), marker.offset()),
                    limit.amount() - request.worstCase().in(limit.unit()));
        }
        try {
            return new Taking.Taken(BudgetItem.of(update(request.tenant(), marker, change)));
        } catch (ConditionalCheckFailedException e) {
            BudgetItem item = BudgetItem.of(e.item());
            boolean mine = marker.equals(item.markers().get(call));
            return mine ? new Taking.Taken(item) : new Taking.InTheWay(item);
        }
    }

    /// Ends a hold: books the amounts in the periods it was taken in, and returns the rest.
    ///
    /// @param now periods that ended long before are left alone: nobody reads them
    /// @return the item afterwards; empty when the hold had been ended before
    Optional<BudgetItem> end(
            TenantId tenant, CallKey call, Marker marker, Amounts booked, Instant now) {
        Change change =
                change(tenant).remove(call.marker()).requireEqual(call.marker(), bytes(marker));
        move(change, marker, marker.amounts(), booked, now);
        try {
            return Optional.of(BudgetItem.of(update(tenant, marker, change)));
        } catch (ConditionalCheckFailedException _) {
            return Optional.empty();
        }
    }

    /// The part of a transaction that books other amounts than before for a hold that has ended.
    Change correction(TenantId tenant, Marker marker, Amounts before, Amounts after, Instant now) {
        Change change = change(tenant);
        move(change, marker, before, after, now);
        return change;
    }

    /// The item as it is, consistently read; an absent one is empty.
    BudgetItem read(TenantId tenant) {
        Map<String, AttributeValue> key =
                Map.of(
                        Tables.PK, AttributeValue.fromS(tenant.partitionKey(SHARD)),
                        Tables.SK, AttributeValue.fromS(SK));
        return BudgetItem.of(retrying.ask(SK, () -> table.item(tenant, key)));
    }

    /// Removes counters that nobody can need any more.
    void forget(TenantId tenant, List<String> stale) {
        Change change = change(tenant);
        stale.forEach(change::remove);
        retrying.ask(SK, () -> table.update(tenant, change.toRequest()));
    }

    private static void move(
            Change change, Marker marker, Amounts before, Amounts after, Instant now) {
        Map<String, Long> old = marker.spread(before);
        marker.spread(after)
                .forEach((attribute, amount) -> {
                    if (!Counter.isStale(attribute, now)) {
                        change.add(attribute, amount - old.getOrDefault(attribute, 0L));
                    }
                });
    }

    private Map<String, AttributeValue> update(TenantId tenant, Marker marker, Change change) {
        return retrying.ask(marker.nonce(), () -> table.update(tenant, change.toRequest()))
                .attributes();
    }

    private static Change change(TenantId tenant) {
        return new Change(tenant.partitionKey(SHARD), SK);
    }

    private static AttributeValue bytes(Marker marker) {
        return AttributeValue.fromB(SdkBytes.fromByteArray(marker.encode()));
    }
}
