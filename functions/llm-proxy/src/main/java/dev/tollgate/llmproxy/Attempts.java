package dev.tollgate.llmproxy;

import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.call.Deadline;
import dev.tollgate.core.call.Decision;
import dev.tollgate.core.config.Choice;
import dev.tollgate.core.config.Condition;
import dev.tollgate.core.config.FailureClass;
import dev.tollgate.core.config.Fallback;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.Remaining;
import dev.tollgate.core.ledger.Settlement;
import dev.tollgate.llmproxy.dialect.Answer;
import dev.tollgate.llmproxy.routing.Backoff;
import dev.tollgate.llmproxy.routing.Draw;
import dev.tollgate.llmproxy.routing.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The attempts at one call: target after target, each under a hold of its own that is settled
/// before the next one begins, until one gives content or nothing is left that may be tried. Each
/// target gets the call translated from the client's own words. Not thread-safe.
///
/// Where no attempt gave an answer the caller is told of the last one; but where one may have cost
/// money, of that one, for its error is never one that an SDK sends again and pays again.
final class Attempts {
    /// A further attempt that has less time than this is not begun.
    static final Duration LEAST = Duration.ofSeconds(1);

    private final CallRoute with;
    private final RoutedCall call;
    private final Function<List<Remaining>, Answer> answers;
    private final List<Settlement> made = new ArrayList<>();
    private Answer answer;
    private final List<String> passedOver = new ArrayList<>();
    private @Nullable GatewayError unfit;
    private @Nullable GatewayError leavesTooLittle;
    private @Nullable Failure worst;

    Attempts(CallRoute with, RoutedCall call, Function<List<Remaining>, Answer> answers) {
        this.with = with;
        this.call = call;
        this.answers = answers;
        this.answer = answers.apply(List.of());
    }

    /// @throws Refused when no target gave an answer, or not to its end
    /// @throws IOException when the client has gone
    void make() throws IOException {
        List<Turn> turns = Turn.of(call);
        for (int i = 0; i < turns.size(); i++) {
            boolean others = i < turns.size() - 1;
            passedOver.addAll(turns.get(i).passedOver());
            if (answered(turns.get(i).choice(), others)) {
                return;
            }
        }
        throw new Refused(ending());
    }

    /// Tells the caller why it gets no answer, or no more of it.
    void refuse(GatewayError error) throws IOException {
        answer.refuse(error);
    }

    /// The line of this invocation; empty when no target was asked.
    Optional<CallLine> line() {
        if (made.isEmpty()) {
            return Optional.empty();
        }
        HoldRequest last = made.getLast().hold().request();
        return Optional.of(
                new CallLine(
                        last.tenant(),
                        last.call(),
                        last.subject(),
                        last.key(),
                        last.alias(),
                        call.requestId(),
                        made.stream().map(Settlement::attempt).toList()));
    }

    private Fallback fallback() {
        return call.route().fallback();
    }

    /// @param others whether targets follow
    /// @return false where the next target may be tried
    private boolean answered(Choice choice, boolean others) throws IOException {
        for (int tries = 1; ; tries++) {
            Optional<Prepared> prepared = prepare(choice, others);
            Optional<Hold> hold = prepared.flatMap(ready -> hold(ready, others));
            if (hold.isEmpty()) {
                return false;
            }
            Optional<Failure> failure = attempt(prepared.orElseThrow(), hold.get(), tries);
            if (failure.isEmpty()) {
                return true;
            }
            requireAnother(failure.get());
            if (tries > fallback().retries() || !pausedAfter(tries, failure.get(), others)) {
                return false;
            }
        }
    }

    /// @return empty when the target cannot take the call, and another one may
    private Optional<Prepared> prepare(Choice choice, boolean others) {
        try {
            var upstream = with.entitlement().upstream(call.entitled(), choice.target());
            var fitted = with.providers().fit(call.client(), upstream, call.route().drop());
            var chosen = with.key().of(call, upstream);
            int leaving = choice.when().budgetLeft();
            return Optional.of(new Prepared(chosen, fitted, leaving));
        } catch (Refused refusal) {
            boolean ofTheTarget =
                    switch (refusal.error()) {
                        case GatewayError.NotSupportedByTarget _, GatewayError.UnknownModel _ ->
                                true;
                        // It lacks the tenant's own key.
                        case GatewayError.UpstreamRejected _, GatewayError.UpstreamFailed _ -> true;
                        default -> false;
                    };
            return passOver(choice.target(), refusal.error(), ofTheTarget && others);
        }
    }

    /// @return empty when the budget is not for this target, and another one may be tried
    private Optional<Hold> hold(Prepared prepared, boolean others) {
        Target target = prepared.upstream().target();
        Holding holding;
        try {
            holding = with.budget().hold(call, prepared);
        } catch (Refused refusal) {
            return passOver(target, refusal.error(), false);
        }
        return switch (holding) {
            case Holding.Held(Hold hold) -> Optional.of(hold);
            case Holding.Over(GatewayError error, List<Remaining> remaining) -> {
                answer = answers.apply(remaining);
                boolean degrade = fallback().on().contains(FailureClass.BUDGET);
                yield passOver(target, error, degrade && others);
            }
            case Holding.LeavesTooLittle(GatewayError error, List<Remaining> remaining) -> {
                answer = answers.apply(remaining);
                yield keepBudget(target, error, others);
            }
        };
    }

    private Optional<Hold> keepBudget(Target target, GatewayError error, boolean others) {
        leavesTooLittle = leavesTooLittle == null ? error : leavesTooLittle;
        passedOver.add(Turn.notFor(target, Condition.BUDGET_LEFT));
        if (others) {
            return Optional.empty();
        }
        throw new Refused(ending());
    }

    private <T> Optional<T> passOver(Target target, GatewayError error, boolean goOn) {
        unfit = unfit == null ? error : unfit;
        passedOver.add(target.priced() + ": " + error.code());
        if (goOn) {
            return Optional.empty();
        }
        throw new Refused(ending());
    }

    private Optional<Failure> attempt(Prepared prepared, Hold hold, int tries) throws IOException {
        var meter = new Meter(prepared.exchange().bound());
        answer = answers.apply(hold.remaining());
        Optional<Failure> failure = Optional.empty();
        try {
            failure = asked(prepared, meter);
            return failure;
        } finally {
            var ended =
                    new SettleCall.Attempted(
                            hold,
                            prepared.upstream().price(),
                            meter,
                            decision(prepared, tries, failure));
            with.settlement().settle(ended, call.requestId()).ifPresent(made::add);
            passedOver.clear();
        }
    }

    private Decision decision(Prepared prepared, int tries, Optional<Failure> failure) {
        boolean first = made.isEmpty() && unfit == null;
        return new Decision(
                call.entitled().tenant().version(),
                first
                        ? Decision.Reason.FIRST
                        : tries > 1 ? Decision.Reason.RETRY : Decision.Reason.FALLBACK,
                passedOver,
                prepared.fitted().dropped(),
                failure.map(Failure::said).orElse(""),
                prepared.chosen().owner());
    }

    private Optional<Failure> asked(Prepared prepared, Meter meter) throws IOException {
        return with.target()
                .call(
                        new CallTarget.Attempt(
                                call.entitled().tenant().tenant(),
                                prepared.exchange(),
                                prepared.upstream().config(),
                                call.route().patience(),
                                call.client().content().stream(),
                                call.time().workUntil(),
                                meter,
                                call.requestId()),
                        answer);
    }

    /// @throws Refused when no other attempt may follow
    private void requireAnother(Failure failure) {
        if (worst == null || worst.free()) {
            worst = failure;
        }
        if (answer.started()) {
            throw new Refused(failure.error());
        }
        FailureClass kind = failure.kind();
        boolean time = left(Duration.ZERO);
        if (kind == null || !fallback().on().contains(kind) || !time) {
            throw new Refused(ending());
        }
    }

    private boolean pausedAfter(int tries, Failure failure, boolean others) {
        double draw = Draw.of(call.id(), Integer.toString(made.size()));
        return Backoff.pause(tries, failure, others, draw)
                .filter(this::left)
                .filter(with.pause()::of)
                .isPresent();
    }

    /// Whether after the pause there is time for another attempt.
    private boolean left(Duration pause) {
        Deadline until = call.time().workUntil().minus(pause.plus(LEAST));
        return !until.passed(with.clock());
    }

    private GatewayError ending() {
        if (worst != null) {
            return worst.error();
        }
        if (unfit instanceof GatewayError.NotSupportedByTarget notSupported) {
            return with.others().named(call, notSupported);
        }
        if (unfit != null) {
            return unfit;
        }
        if (leavesTooLittle != null) {
            return leavesTooLittle;
        }
        throw new IllegalStateException("a route without targets");
    }
}
