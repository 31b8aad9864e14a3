package dev.tollgate.localstack.stack;

import dev.tollgate.localstack.stack.Caller.Call;
import dev.tollgate.localstack.stack.Caller.Midway;
import dev.tollgate.localstack.stack.FaultyStore.Fault;
import dev.tollgate.testkit.Seeded;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// What many callers will do and what goes wrong meanwhile. A seed gives the same plan again, not
/// the same timing.
///
/// @param shares what each caller does
/// @param deaths of environments
/// @param outages when the store goes down, for [#OUTAGE] each
/// @param storeFaults what becomes of requests to the store
record LoadPlan(
        List<Share> shares, List<Death> deaths, List<Duration> outages, List<Fault> storeFaults) {
    static final Duration OUTAGE = Duration.ofMillis(800);

    private static final int CALLERS = 200;
    private static final int CALLS_EACH = 2;
    private static final int OUTAGES = 2;

    /// Environments that die at any moment, besides those that a caller kills.
    private static final int DEATHS = 8;

    private static final int KILLERS = 2;

    /// Calls whose authorizer dies while it looks them up.
    private static final int UNCHECKED = 4;

    private static final long BEGINNING_MILLIS = 8000;
    private static final long TROUBLE_MILLIS = 20_000;
    private static final double STORE_FAULTS = 0.03;

    /// One caller's calls, one after the other.
    ///
    /// @param pause before the first
    record Share(Duration pause, List<Call> calls) {}

    /// @param at after the beginning
    /// @param which of the environments there are then, counted round
    record Death(Duration at, int which) {}

    /// As with real models, a call in process takes seconds and the store milliseconds of them, so
    /// that all 200 callers are in flight once the last has begun, and the test's own store is not
    /// the limit. Isolated, five environments serve one call each: the same 200 callers wait in
    /// line, and with delays of a tenth of a second the last of them waits half a minute and not a
    /// quarter of an hour, which no client does.
    static LoadPlan of(Seeded seeded, Mode mode) {
        boolean isolated = mode == Mode.ISOLATED;
        List<Call> calls = calls(seeded, isolated);
        var shares = new ArrayList<Share>();
        for (int caller = 0; caller < CALLERS; caller++) {
            shares.add(new Share(moment(seeded, BEGINNING_MILLIS), share(calls, caller)));
        }
        return new LoadPlan(
                shares,
                Stream.generate(() ->
                                new Death(moment(seeded, TROUBLE_MILLIS), seeded.intBetween(0, 99)))
                        .limit(isolated ? DEATHS : 0)
                        .toList(),
                Stream.generate(() -> moment(seeded, TROUBLE_MILLIS)).limit(OUTAGES).toList(),
                Stream.generate(() -> fault(seeded)).limit(5000).toList());
    }

    /// The calls of all callers; about one in ten is there twice.
    private static List<Call> calls(Seeded seeded, boolean isolated) {
        var calls = new ArrayList<Call>();
        while (calls.size() < CALLERS * CALLS_EACH) {
            String id = "call-" + seeded.seed() + "-" + calls.size();
            Call call = call(seeded, id, isolated);
            calls.add(call);
            if (seeded.chance(0.1)) {
                calls.add(call);
            }
        }
        for (int death = 0; isolated && death < KILLERS + UNCHECKED; death++) {
            String id = "death-" + seeded.seed() + "-" + death;
            calls.set(
                    seeded.intBetween(0, calls.size() - 1),
                    death < KILLERS
                            ? deadly(id, "[[sim words=20 pace=1s]]", Midway.KILLS)
                            : deadly(id, "[[sim words=4]]", Midway.UNCHECKED));
        }
        return calls;
    }

    private static Call deadly(String id, String script, Midway midway) {
        return new Call(Wire.CONVERSE, "acme", "sim.claude", id, script, true, midway);
    }

    private static Call call(Seeded seeded, String id, boolean isolated) {
        String tenant =
                seeded.oneOf("acme", "acme", "acme", "globex", "globex", "acme2", "rate", "budget");
        boolean both = tenant.equals("acme") || tenant.equals("globex");
        String alias = both ? seeded.oneOf("sim.claude", "sim.gpt") : "sim.claude";
        boolean streamed = seeded.chance(0.5);
        String what =
                seeded.oneOf(
                        "words=20",
                        "words=20",
                        "words=8",
                        "usage=90,30",
                        "status=429",
                        "status=500",
                        "words=9 cut=4");
        long delay = isolated ? seeded.between(20, 120) : seeded.between(8000, 12_000);
        String script = "[[sim " + what + " delay=" + delay + "ms pace=5ms]]";
        Midway midway = seeded.chance(0.1) ? Midway.LEAVES : Midway.READS_ON;
        return new Call(Wire.CONVERSE, tenant, alias, id, script, streamed, midway);
    }

    /// Every 200th call: a call that is there twice goes to two callers.
    private static List<Call> share(List<Call> calls, int caller) {
        var share = new ArrayList<Call>();
        for (int i = caller; i < calls.size(); i += CALLERS) {
            share.add(calls.get(i));
        }
        return share;
    }

    private static Fault fault(Seeded seeded) {
        return seeded.chance(STORE_FAULTS)
                ? seeded.oneOf(
                        Fault.SERVER_ERROR, Fault.THROTTLED, Fault.REQUEST_LOST, Fault.REPLY_LOST)
                : Fault.NONE;
    }

    private static Duration moment(Seeded seeded, long latestMillis) {
        return Duration.ofMillis(seeded.between(0, latestMillis));
    }
}
