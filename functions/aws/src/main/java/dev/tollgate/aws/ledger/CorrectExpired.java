package dev.tollgate.aws.ledger;

import dev.tollgate.aws.dynamodb.TenantTable;
import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.Settlement;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/// Books the truth over a charge for a lease that ran out, when the attempt is settled after all.
/// The marker has gone before, so nobody books the difference a second time from the changed line.
/// Thread-safe.
final class CorrectExpired {
    private final TenantTable table;
    private final Retrying retrying;
    private final Budget budget;
    private final Lines lines;

    CorrectExpired(TenantTable table, Retrying retrying, Budget budget, Lines lines) {
        this.table = table;
        this.retrying = retrying;
        this.budget = budget;
        this.lines = lines;
    }

    /// Both items change or neither; the line's condition lets it happen once.
    ///
    /// @param expired what the line says of the attempt
    /// @param actual what it came to
    void correct(Settlement settlement, Marker marker, LineAttempt expired, LineAttempt actual) {
        HoldRequest request = settlement.hold().request();
        CallKey call = CallKey.of(request.call());
        Change line =
                lines.correction(request.tenant(), call, expired, numbered(actual, expired))
                        .set(LineItem.REQUEST, settlement.requestId());
        Change counters =
                budget.correction(
                        request.tenant(),
                        marker,
                        expired.booked(),
                        actual.booked(),
                        settlement.endedAt());
        try {
            if (counters.isEmpty()) {
                retrying.ask(
                        marker.nonce(), () -> table.update(request.tenant(), line.toRequest()));
            } else {
                TransactWriteItem[] both = {update(line), update(counters)};
                retrying.run(marker.nonce(), () -> table.transact(request.tenant(), both));
            }
        } catch (ConditionalCheckFailedException | TransactionCanceledException corrected) {
            // Corrected before: by an earlier try whose reply was lost, or by a second settlement.
        }
    }

    private TransactWriteItem update(Change change) {
        return TransactWriteItem.builder().update(change.toUpdate(table.name())).build();
    }

    private static LineAttempt numbered(LineAttempt actual, LineAttempt expired) {
        var attempt = actual.attempt();
        return new LineAttempt(
                actual.nonce(),
                new Attempt(
                        expired.attempt().number(),
                        attempt.target(),
                        attempt.outcome(),
                        attempt.usage(),
                        attempt.priceVersion(),
                        attempt.cost(),
                        attempt.startedAt(),
                        attempt.endedAt(),
                        attempt.boundExceeded(),
                        attempt.decision()),
                actual.requests());
    }
}
