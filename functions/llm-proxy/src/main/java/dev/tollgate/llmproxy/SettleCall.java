package dev.tollgate.llmproxy;

import dev.tollgate.core.call.Decision;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.ledger.LedgerUnavailableException;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.ledger.Settlement;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.Usage;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Books what an attempt took. Fails open: an answer that was given stands, and its hold is charged
/// when the lease ends.
@Singleton
final class SettleCall {
    private static final Logger LOG = LoggerFactory.getLogger(SettleCall.class);

    /// Each takes the ledger's own time to give up, some seconds.
    private static final int TRIES = 3;

    private final QuotaLedger ledger;
    private final Clock clock;

    SettleCall(QuotaLedger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /// An attempt that has ended.
    record Attempted(Hold hold, Price price, Meter meter, Decision decision) {}

    /// Never throws. An interrupt waits until it is done: the store's client would give up at it.
    ///
    /// @param requestId the gateway's, for the line
    /// @return as it was booked, or was to be; empty when not even its cost can be told
    Optional<Settlement> settle(Attempted attempted, String requestId) {
        boolean interrupted = Thread.interrupted();
        @Nullable Settlement settlement = null;
        try {
            Usage usage = attempted.meter().charged();
            settlement =
                    new Settlement(
                            attempted.hold(),
                            attempted.meter().outcome(),
                            usage,
                            attempted.price().cost(usage),
                            requestId,
                            clock.instant(),
                            attempted.decision());
            book(settlement);
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("requestId", requestId)
                    .addKeyValue("tenant", attempted.hold().request().tenant().value())
                    .addKeyValue("call", attempted.hold().request().call().value())
                    .setCause(e)
                    .log("a call was not settled; its hold is charged when its lease ends");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return Optional.ofNullable(settlement);
    }

    /// More patient than a hold: what is not booked now stays held until the lease ends.
    private void book(Settlement settlement) {
        Instant leaseUntil = settlement.hold().request().leaseUntil();
        for (int tries = 1; ; tries++) {
            try {
                ledger.settle(settlement);
                return;
            } catch (LedgerUnavailableException e) {
                if (tries == TRIES || !clock.instant().isBefore(leaseUntil)) {
                    throw e;
                }
            }
        }
    }
}
