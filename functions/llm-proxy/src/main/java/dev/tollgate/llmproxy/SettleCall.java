package dev.tollgate.llmproxy;

import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.LedgerUnavailableException;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.ledger.Settlement;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.Usage;
import dev.tollgate.runtime.CallTelemetry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Books what an attempt took and puts it on record. Fails open: an answer that was given stands,
/// and its hold is charged when the lease ends.
@Singleton
final class SettleCall {
    private static final Logger LOG = LoggerFactory.getLogger(SettleCall.class);

    /// Each takes the ledger's own time to give up, some seconds.
    private static final int TRIES = 3;

    private final QuotaLedger ledger;
    private final CallTelemetry telemetry;
    private final Clock clock;

    SettleCall(QuotaLedger ledger, CallTelemetry telemetry, Clock clock) {
        this.ledger = ledger;
        this.telemetry = telemetry;
        this.clock = clock;
    }

    /// Never throws. An interrupt waits until it is done: the store's client would give up at it.
    ///
    /// @param requestId the gateway's, for the line
    void settle(Hold hold, Price price, Meter meter, String requestId) {
        boolean interrupted = Thread.interrupted();
        try {
            Usage usage = meter.charged();
            Money cost = price.cost(usage);
            Instant now = clock.instant();
            var settlement = new Settlement(hold, meter.outcome(), usage, cost, requestId, now);
            record(settlement);
            book(settlement);
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue("requestId", requestId)
                    .addKeyValue("tenant", hold.request().tenant().value())
                    .addKeyValue("call", hold.request().call().value())
                    .setCause(e)
                    .log("a call was not settled; its hold is charged when its lease ends");
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
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

    private void record(Settlement settlement) {
        HoldRequest request = settlement.hold().request();
        var line =
                new CallLine(
                        request.tenant(),
                        request.call(),
                        request.subject(),
                        request.key(),
                        request.alias(),
                        settlement.requestId(),
                        List.of(settlement.attempt()));
        telemetry.record(line, Duration.between(request.at(), settlement.endedAt()));
    }
}
