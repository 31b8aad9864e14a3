package dev.tollgate.aws.ledger;

import dev.tollgate.aws.dynamodb.TenantTable;
import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.ledger.Amounts;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.ledger.HoldOutcome;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.LedgerUnavailableException;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitState;
import dev.tollgate.core.ledger.OpenHold;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.ledger.Settlement;
import dev.tollgate.core.tenant.TenantId;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The books of all tenants in the tenant table (ADR 0002). Thread-safe; any number of processes
/// share the same books. Making one does no I/O.
///
/// A hold is one conditional write on the tenant's budget item, then the announcement of the
/// attempt on the call's line. A settlement is the attempt on the line, then one write on the
/// budget item.
public final class DynamoQuotaLedger implements QuotaLedger {
    /// Lines are read in no order and sorted: beyond so many lines of one tenant the newest are not
    /// certain to be among those returned.
    public static final int MOST_LINES_READ = 10_000;

    private static final int MOST_ROUNDS = 10;
    private static final int EXPIRED_AT_ONCE = 25;
    private static final int STALE_WORTH_A_WRITE = 8;

    private final IdSource ids;
    private final Budget budget;
    private final Lines lines;
    private final ChargeExpired chargeExpired;
    private final CorrectExpired correctExpired;

    /// @param clock only measures how long the store has been asked; the moments in the books come
    ///   with the questions
    public DynamoQuotaLedger(TenantTable table, IdSource ids, Clock clock) {
        var retrying = new Retrying(clock);
        this.ids = ids;
        this.budget = new Budget(table, retrying);
        this.lines = new Lines(table, retrying);
        this.chargeExpired = new ChargeExpired(budget, lines);
        this.correctExpired = new CorrectExpired(table, retrying, budget, lines);
    }

    @Override
    public HoldOutcome hold(HoldRequest request) {
        CallKey call = CallKey.of(request.call());
        if (neverFits(request)) {
            return over(request, budget.read(request.tenant())).orElseThrow();
        }
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Marker marker = Marker.of(ids.next(), request);
            Optional<HoldOutcome> outcome =
                    switch (budget.take(request, call, marker)) {
                        case Budget.Taking.Taken(BudgetItem after) ->
                                announce(request, call, marker, after);
                        case Budget.Taking.InTheWay(BudgetItem item) ->
                                explain(request, call, item);
                    };
            if (outcome.isPresent()) {
                return outcome.get();
            }
        }
        throw new LedgerUnavailableException(
                "the budget changed in every one of " + MOST_ROUNDS + " rounds",
                new IllegalStateException(request.call().value()));
    }

    @Override
    public void settle(Settlement settlement) {
        HoldRequest request = settlement.hold().request();
        CallKey call = CallKey.of(request.call());
        Marker marker = Marker.withNonce(settlement.hold().nonce(), request);
        LineAttempt mine = LineAttempt.of(settlement);
        LineAttempt booked =
                lines.append(request.tenant(), call, mine, settlement.requestId()).orElse(mine);
        Optional<BudgetItem> after =
                budget.end(request.tenant(), call, marker, booked.booked(), settlement.endedAt());
        if (booked.hasExpired()) {
            correctExpired.correct(settlement, marker, booked, mine);
        }
        after.ifPresent(item -> tidy(request.tenant(), item, settlement.endedAt()));
    }

    @Override
    public Books books(TenantId tenant, List<Limit> limits, ZoneId zone, Instant at) {
        BudgetItem item = budget.read(tenant);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            var expired = item.expired(at, EXPIRED_AT_ONCE);
            if (expired.isEmpty()) {
                break;
            }
            expired.forEach(
                    hold -> chargeExpired.charge(tenant, hold.getKey(), hold.getValue(), at));
            item = budget.read(tenant);
        }
        BudgetItem read = item;
        return new Books(
                limits.stream().map(limit -> read.state(limit, zone, at)).toList(),
                read.markers().entrySet().stream()
                        .map(hold -> open(tenant, hold.getKey(), hold.getValue()))
                        .sorted(Comparator.comparing(OpenHold::at))
                        .toList());
    }

    @Override
    public Optional<CallLine> line(TenantId tenant, CallId call) {
        return lines.read(tenant, CallKey.of(call))
                .toCallLine(tenant)
                .filter(line -> line.call().equals(call));
    }

    @Override
    public List<CallLine> lines(TenantId tenant, int most) {
        return lines.all(tenant, MOST_LINES_READ).stream()
                .sorted(Comparator.comparing(DynamoQuotaLedger::endedAt).reversed())
                .limit(most)
                .toList();
    }

    private Optional<HoldOutcome> announce(
            HoldRequest request, CallKey call, Marker marker, BudgetItem after) {
        Lines.Announcement announcement;
        try {
            announcement = lines.announce(request, call, marker.nonce());
        } catch (LedgerUnavailableException e) {
            release(request, call, marker);
            throw e;
        }
        return switch (announcement) {
            case Lines.Announcement.Numbered(int number) ->
                    Optional.of(
                            new HoldOutcome.Held(
                                    new Hold(
                                            request,
                                            number,
                                            marker.nonce(),
                                            after.remaining(request))));
            case Lines.Announcement.OtherCall() -> {
                budget.end(request.tenant(), call, marker, Amounts.NONE, request.at());
                yield Optional.of(new HoldOutcome.OtherBody());
            }
            case Lines.Announcement.Overtaken() -> Optional.empty();
        };
    }

    /// Gives back what was held for an attempt that will not start: the announcement may have
    /// arrived, and the hold would be charged in full when its lease ends. When this fails too, it
    /// is.
    private void release(HoldRequest request, CallKey call, Marker marker) {
        try {
            budget.end(request.tenant(), call, marker, Amounts.NONE, request.at());
        } catch (LedgerUnavailableException _) {
            // The first failure is the one to tell.
        }
    }

    /// Why the hold was refused; empty when what stood in the way has been cleared and it is worth
    /// asking again.
    private Optional<HoldOutcome> explain(HoldRequest request, CallKey call, BudgetItem item) {
        Marker running = item.markers().get(call);
        if (running != null) {
            return explainRunning(request, call, running);
        }
        var expired = item.expired(request.at(), EXPIRED_AT_ONCE);
        expired.forEach(hold ->
                chargeExpired.charge(
                        request.tenant(), hold.getKey(), hold.getValue(), request.at()));
        return expired.isEmpty() ? over(request, item) : Optional.empty();
    }

    private Optional<HoldOutcome> explainRunning(
            HoldRequest request, CallKey call, Marker running) {
        LineItem line = lines.read(request.tenant(), call);
        if (line.isOfAnother(request)) {
            return Optional.of(new HoldOutcome.OtherBody());
        }
        boolean settled = line.attempt(running.nonce()).isPresent();
        if (settled || running.hasExpired(request.at())) {
            chargeExpired.charge(request.tenant(), call, running, request.at());
            return Optional.empty();
        }
        return Optional.of(new HoldOutcome.Running(running.lease()));
    }

    private static boolean neverFits(HoldRequest request) {
        return request.limits().stream()
                .anyMatch(limit -> request.worstCase().in(limit.unit()) > limit.amount());
    }

    private static Optional<HoldOutcome> over(HoldRequest request, BudgetItem item) {
        for (Limit limit : request.limits()) {
            LimitState state = item.state(limit, request.zone(), request.at());
            long asked = request.worstCase().in(limit.unit());
            if (asked > limit.amount() - state.settled() - state.held()) {
                return Optional.of(
                        new HoldOutcome.OverLimit(
                                limit,
                                state.settled(),
                                state.held(),
                                asked,
                                state.periodEnd(),
                                item.remaining(request)));
            }
        }
        return Optional.empty();
    }

    /// Keeps the item small, after the fact. The settlement stands whatever comes of it.
    private void tidy(TenantId tenant, BudgetItem item, Instant now) {
        try {
            List<String> stale = item.stale(now);
            if (stale.size() >= STALE_WORTH_A_WRITE) {
                budget.forget(tenant, stale);
            }
            item.expired(now, 1)
                    .forEach(hold ->
                            chargeExpired.charge(tenant, hold.getKey(), hold.getValue(), now));
        } catch (LedgerUnavailableException _) {
            // The next settlement finds the same and tries again.
        }
    }

    private OpenHold open(TenantId tenant, CallKey call, Marker marker) {
        LineItem line = lines.read(tenant, call);
        return new OpenHold(
                line.call().orElseGet(() -> new CallId(call.hash())),
                line.nextNumber(),
                marker.amounts(),
                marker.at(),
                marker.lease());
    }

    private static Instant endedAt(CallLine line) {
        return line.attempts().getLast().endedAt();
    }
}
