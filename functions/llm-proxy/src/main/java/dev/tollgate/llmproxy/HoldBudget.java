package dev.tollgate.llmproxy;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.core.ledger.Amounts;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.ledger.HoldOutcome;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.LedgerUnavailableException;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Price;
import dev.tollgate.llmproxy.dialect.CallIdentity;
import dev.tollgate.llmproxy.provider.Bound;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Sets the worst case of an attempt aside before its provider is called. Fails closed: without the
/// ledger nothing is called.
@Singleton
final class HoldBudget {
    /// How far apart the clocks of functions may be; a lease outlives its deadline by it.
    static final Duration SKEW = Duration.ofSeconds(5);

    private static final Duration SOON = Duration.ofSeconds(1);

    private final QuotaLedger ledger;
    private final Clock clock;

    HoldBudget(QuotaLedger ledger, Clock clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    /// What the target has to leave of the caller's budgets is taken off their limits for this one
    /// hold: so the ledger's one write decides it, for all callers at once.
    ///
    /// @throws Refused when the call is running already, or the ledger cannot be asked
    Holding hold(RoutedCall routed, Prepared prepared) {
        HoldRequest request = request(routed, prepared);
        try {
            return switch (ledger.hold(request)) {
                case HoldOutcome.Held(Hold hold) -> new Holding.Held(hold);
                case HoldOutcome.OverLimit over -> {
                    int which = request.limits().indexOf(over.limit());
                    yield over(over, limits(routed).get(which), prepared);
                }
                case HoldOutcome.Running _ -> throw new Refused(running());
                case HoldOutcome.OtherBody _ -> throw new Refused(otherBody(routed.identity()));
            };
        } catch (LedgerUnavailableException e) {
            throw new Refused(Unavailable.store("ledger", e));
        }
    }

    private static List<Limit> limits(RoutedCall routed) {
        return routed.entitled().tenant().limitsOf(routed.entitled().principal());
    }

    private HoldRequest request(RoutedCall routed, Prepared prepared) {
        Instant now = clock.instant();
        Entitled entitled = routed.entitled();
        CallIdentity call = routed.identity();
        return new HoldRequest(
                entitled.tenant().tenant(),
                call.id(),
                call.bodyHash(),
                entitled.principal().subject(),
                entitled.principal().key(),
                call.alias(),
                prepared.upstream().target().priced(),
                prepared.upstream().price().version(),
                limits(routed).stream().map(limit -> limit.leaving(prepared.leaving())).toList(),
                entitled.tenant().zone(),
                worstCase(prepared.exchange().bound(), prepared.upstream().price()),
                now,
                routed.time().end().at().plus(SKEW));
    }

    /// @param whole the limit of which the refused one was what may be taken
    private Holding over(HoldOutcome.OverLimit over, Limit whole, Prepared prepared) {
        String smaller = prepared.exchange().bound().smaller();
        int leaving = prepared.leaving();
        if (leaving == 0 || whole.isRate()) {
            return new Holding.Over(overLimit(over, smaller, clock.instant()), over.remaining());
        }
        return new Holding.LeavesTooLittle(
                new GatewayError.BudgetExhausted(
                        "the model is only for calls that leave %d%% of %s; it renews at %s, until then %s, or add a target without this condition to the alias's route"
                                .formatted(leaving, state(over, whole), over.freesAt(), smaller)),
                over.remaining());
    }

    static Amounts worstCase(Bound bound, Price price) {
        return new Amounts(1, bound.tokens(), bound.most(price));
    }

    /// @param smaller how the call's bound gets smaller
    private static GatewayError overLimit(HoldOutcome.OverLimit over, String smaller, Instant now) {
        String state = state(over, over.limit());
        if (over.neverFits()) {
            return new GatewayError.BudgetExhausted(
                    "this call alone is above the limit of " + state + "; " + smaller);
        }
        if (over.onlyHeld()) {
            return new GatewayError.RateExceeded(
                    "calls in flight hold the limit of "
                            + state
                            + "; try again when they have ended, or "
                            + smaller,
                    SOON);
        }
        if (over.limit().isRate()) {
            Duration wait = Duration.between(now, over.freesAt());
            return new GatewayError.RateExceeded(
                    "over the limit of " + state + "; try again at " + over.freesAt(),
                    wait.isPositive() ? wait : SOON);
        }
        return new GatewayError.BudgetExhausted(
                "the budget does not cover this call, "
                        + state
                        + "; it renews at "
                        + over.freesAt()
                        + ", until then "
                        + smaller
                        + ", or ask for a higher budget");
    }

    private static String state(HoldOutcome.OverLimit over, Limit limit) {
        return limit.describe()
                + ": "
                + amount(over, over.settled())
                + " used and "
                + amount(over, over.held())
                + " held by calls in flight, this call may take "
                + amount(over, over.asked());
    }

    private static String amount(HoldOutcome.OverLimit over, long amount) {
        return over.limit().unit() == LimitUnit.MONEY
                ? new Money(amount).toString()
                : Long.toString(amount);
    }

    private static GatewayError running() {
        return new GatewayError.CallRunning(
                "the same call (by its amz-sdk-invocation-id or Idempotency-Key) is still running;"
                        + " try again when it has ended",
                SOON);
    }

    private static GatewayError otherBody(CallIdentity call) {
        return new GatewayError.IdReused(
                "the call id "
                        + call.id()
                        + " was used before with another request; send a new amz-sdk-invocation-id"
                        + " or Idempotency-Key");
    }
}
