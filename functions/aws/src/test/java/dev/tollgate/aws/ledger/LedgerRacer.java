package dev.tollgate.aws.ledger;

import dev.tollgate.aws.dynamodb.TenantTable;
import dev.tollgate.core.call.CallId;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.ledger.Amounts;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.ledger.HoldOutcome;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.money.Money;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.Seeded;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;

/// One process of the race: 64 callers who hold and settle until the budget is spent to the last
/// nano-dollar. Arguments: endpoint, seed, name of the process.
@NullMarked
final class LedgerRacer {
    static final int CALLERS = 64;
    static final long BUDGET = 2_000_000;

    private static final long DEAREST = 40_000;
    private static final int MOST_WAITS = 300;

    private final QuotaLedger ledger;
    private final String name;

    private LedgerRacer(QuotaLedger ledger, String name) {
        this.ledger = ledger;
        this.name = name;
    }

    static void main(String[] args) throws InterruptedException, ExecutionException {
        Settings settings = LocalStore.settings(URI.create(args[0]));
        try (var client = LocalStore.patientClient(settings);
                var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            var ledger =
                    new DynamoQuotaLedger(
                            TenantTable.unbound(client, settings),
                            LedgerRacer::randomId,
                            Clock.systemUTC());
            var racer = new LedgerRacer(ledger, args[2]);
            long seed = Long.parseLong(args[1]);
            var calls =
                    IntStream.range(0, CALLERS)
                            .<Callable<Integer>>mapToObj(
                                    caller -> () -> racer.spend(caller, Seeded.of(seed + caller)))
                            .toList();
            int held = 0;
            for (Future<Integer> caller : callers.invokeAll(calls)) {
                held += caller.get();
            }
            System.out.println(args[2] + " ends after " + held + " calls");
        }
    }

    /// Asks for less and less as the budget runs out, down to one nano-dollar.
    private int spend(int caller, Seeded random) throws InterruptedException {
        long asked = random.between(1, DEAREST);
        int held = 0;
        int waits = 0;
        while (waits < MOST_WAITS) {
            switch (ledger.hold(request(caller + "-" + held, asked))) {
                case HoldOutcome.Held(Hold hold) -> {
                    held++;
                    System.out.println("held");
                    Thread.sleep(Duration.ofMillis(random.between(0, 20)));
                    ledger.settle(Fixtures.settled(hold, random.between(asked / 2, asked)));
                    asked = Math.min(asked, random.between(1, DEAREST));
                }
                case HoldOutcome.OverLimit over when over.onlyHeld() -> {
                    waits++;
                    Thread.sleep(Duration.ofMillis(random.between(10, 40)));
                }
                case HoldOutcome.OverLimit over -> {
                    if (over.settled() == BUDGET) {
                        return held;
                    }
                    asked = Math.max(1, Math.min(asked / 2, BUDGET - over.settled()));
                }
                case HoldOutcome.Running _, HoldOutcome.OtherBody _ ->
                        throw new IllegalStateException("nobody else has this call's id");
            }
        }
        return held;
    }

    private HoldRequest request(String call, long nanos) {
        HoldRequest ask = Fixtures.ask(Fixtures.ACME, call, nanos, LedgerRaceTest.LIMITS);
        return new HoldRequest(
                ask.tenant(),
                new CallId(name + "-" + call),
                ask.bodyHash(),
                ask.subject(),
                ask.key(),
                ask.alias(),
                ask.target(),
                ask.priceVersion(),
                ask.limits(),
                ask.zone(),
                new Amounts(1, 10, new Money(nanos)),
                ask.at(),
                ask.leaseUntil());
    }

    private static String randomId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 26);
    }
}
