package dev.tollgate.testkit;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.call.Decision;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.ledger.Amounts;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.ledger.HoldOutcome;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.LedgerUnavailableException;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitScope;
import dev.tollgate.core.ledger.LimitState;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.OpenHold;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.ledger.Remaining;
import dev.tollgate.core.ledger.Settlement;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.core.tenant.TenantId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The books in memory, with the rules of the real ones. Thread-safe.
public final class InMemoryQuotaLedger implements QuotaLedger {
    private final Map<TenantId, TenantBooks> tenants = new HashMap<>();
    private boolean down;

    /// From now on every question ends as if the store could not be asked, or works again.
    public synchronized void setDown(boolean down) {
        this.down = down;
    }

    @Override
    public synchronized HoldOutcome hold(HoldRequest request) {
        return of(request.tenant()).hold(request);
    }

    @Override
    public synchronized void settle(Settlement settlement) {
        of(settlement.hold().request().tenant()).settle(settlement);
    }

    @Override
    public synchronized Books books(TenantId tenant, List<Limit> limits, ZoneId zone, Instant at) {
        return of(tenant).read(limits, zone, at);
    }

    @Override
    public synchronized Optional<CallLine> line(TenantId tenant, CallId call) {
        return Optional.ofNullable(of(tenant).lines.get(call))
                .filter(line -> !line.attempts.isEmpty())
                .map(Line::toCallLine);
    }

    @Override
    public synchronized List<CallLine> lines(TenantId tenant, int most) {
        return of(tenant).lines.values().stream()
                .filter(line -> !line.attempts.isEmpty())
                .sorted(Comparator.comparing(Line::endedAt).reversed())
                .limit(most)
                .map(Line::toCallLine)
                .toList();
    }

    private TenantBooks of(TenantId tenant) {
        if (down) {
            throw new LedgerUnavailableException(
                    "the fake ledger was told to be down", new IllegalStateException("down"));
        }
        return tenants.computeIfAbsent(tenant, _ -> new TenantBooks());
    }

    /// One counter: a limit's scope, window and unit in one period.
    private record Counter(LimitScope scope, LimitUnit unit, Window.Period period) {
        static Counter of(Limit limit, Instant at, ZoneId zone) {
            return new Counter(limit.scope(), limit.unit(), limit.window().at(at, zone));
        }
    }

    private static final class Line {
        HoldRequest newest;
        final Map<String, Attempt> attempts = new LinkedHashMap<>();
        String requestId = "";

        Line(HoldRequest newest) {
            this.newest = newest;
        }

        Instant endedAt() {
            return attempts.values().stream()
                    .map(Attempt::endedAt)
                    .max(Comparator.naturalOrder())
                    .orElse(Instant.EPOCH);
        }

        CallLine toCallLine() {
            return new CallLine(
                    newest.tenant(),
                    newest.call(),
                    newest.subject(),
                    newest.key(),
                    newest.alias(),
                    requestId,
                    List.copyOf(attempts.values()));
        }
    }

    private static final class TenantBooks {
        final Map<Counter, Long> used = new HashMap<>();
        final Map<CallId, Hold> open = new LinkedHashMap<>();
        final Map<CallId, Line> lines = new LinkedHashMap<>();
        int nonces;

        HoldOutcome hold(HoldRequest request) {
            Line line = lines.get(request.call());
            if (line != null && !line.newest.bodyHash().equals(request.bodyHash())) {
                return new HoldOutcome.OtherBody();
            }
            Hold running = open.get(request.call());
            if (running != null && request.at().isBefore(running.request().leaseUntil())) {
                return new HoldOutcome.Running(running.request().leaseUntil());
            }
            Optional<HoldOutcome.OverLimit> over = over(request);
            if (running != null || over.isPresent()) {
                expire(request.at());
                over = over(request);
            }
            return over.isPresent() ? over.get() : new HoldOutcome.Held(setAside(request));
        }

        private Hold setAside(HoldRequest request) {
            Line line = lines.computeIfAbsent(request.call(), _ -> new Line(request));
            line.newest = request;
            nonces++;
            List<Remaining> left = left(request, request.worstCase());
            var hold = new Hold(request, line.attempts.size() + 1, "n" + nonces, left);
            open.put(request.call(), hold);
            add(hold, request.worstCase(), 1);
            return hold;
        }

        private List<Remaining> left(HoldRequest request, Amounts taken) {
            return request.limits().stream()
                    .map(limit -> {
                        LimitState state = state(limit, request.zone(), request.at());
                        long before = limit.amount() - state.settled() - state.held();
                        long left = before - taken.in(limit.unit());
                        return new Remaining(limit, left, state.periodEnd());
                    })
                    .toList();
        }

        private Optional<HoldOutcome.OverLimit> over(HoldRequest request) {
            return request.limits().stream()
                    .map(limit -> over(request, limit))
                    .flatMap(Optional::stream)
                    .findFirst();
        }

        private Optional<HoldOutcome.OverLimit> over(HoldRequest request, Limit limit) {
            LimitState state = state(limit, request.zone(), request.at());
            long asked = request.worstCase().in(limit.unit());
            if (asked <= limit.amount() - state.settled() - state.held()) {
                return Optional.empty();
            }
            return Optional.of(
                    new HoldOutcome.OverLimit(
                            limit,
                            state.settled(),
                            state.held(),
                            asked,
                            state.periodEnd(),
                            left(request, Amounts.NONE)));
        }

        void settle(Settlement settlement) {
            Hold hold = settlement.hold();
            HoldRequest request = hold.request();
            Line line = lines.computeIfAbsent(request.call(), _ -> new Line(request));
            Attempt before = line.attempts.get(hold.nonce());
            if (before != null && before.outcome() != Outcome.EXPIRED) {
                return;
            }
            line.attempts.put(hold.nonce(), settlement.attempt());
            line.requestId = settlement.requestId();
            add(hold, settlement.actual(), 1);
            add(hold, request.worstCase(), -1);
            open.remove(request.call(), hold);
        }

        Books read(List<Limit> limits, ZoneId zone, Instant at) {
            expire(at);
            return new Books(
                    limits.stream().map(limit -> state(limit, zone, at)).toList(),
                    open.values().stream().map(TenantBooks::toOpenHold).toList());
        }

        private LimitState state(Limit limit, ZoneId zone, Instant at) {
            Counter counter = Counter.of(limit, at, zone);
            long held =
                    open.values().stream()
                            .filter(hold -> counters(hold).contains(counter))
                            .mapToLong(hold -> hold.request().worstCase().in(limit.unit()))
                            .sum();
            return new LimitState(
                    limit, used.getOrDefault(counter, 0L) - held, held, counter.period().end());
        }

        private void expire(Instant at) {
            for (Hold hold : new ArrayList<>(open.values())) {
                HoldRequest request = hold.request();
                if (at.isBefore(request.leaseUntil())) {
                    continue;
                }
                Line line = lines.computeIfAbsent(request.call(), _ -> new Line(request));
                line.attempts.put(hold.nonce(), expired(hold));
                open.remove(request.call());
            }
        }

        private static Attempt expired(Hold hold) {
            HoldRequest request = hold.request();
            return new Attempt(
                    hold.attempt(),
                    request.target(),
                    Outcome.EXPIRED,
                    new Usage(Map.of(UsageKind.INPUT, request.worstCase().tokens()), true),
                    request.priceVersion(),
                    request.worstCase().money(),
                    request.at(),
                    request.leaseUntil(),
                    false,
                    Decision.UNKNOWN);
        }

        private void add(Hold hold, Amounts amounts, int sign) {
            for (Counter counter : counters(hold)) {
                used.merge(counter, sign * amounts.in(counter.unit()), Math::addExact);
            }
        }

        private static List<Counter> counters(Hold hold) {
            HoldRequest request = hold.request();
            return request.limits().stream()
                    .map(limit -> Counter.of(limit, request.at(), request.zone()))
                    .distinct()
                    .toList();
        }

        private static OpenHold toOpenHold(Hold hold) {
            HoldRequest request = hold.request();
            return new OpenHold(
                    request.call(),
                    hold.attempt(),
                    request.worstCase(),
                    request.at(),
                    request.leaseUntil());
        }
    }
}
