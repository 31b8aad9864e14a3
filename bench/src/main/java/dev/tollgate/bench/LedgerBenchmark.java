package dev.tollgate.bench;

import dev.tollgate.aws.DynamoStores;
import dev.tollgate.aws.dynamodb.DynamoDbClients;
import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.bench.scene.RenewedLedger;
import dev.tollgate.bench.scene.Scene;
import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.Decision;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.ledger.Amounts;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.ledger.HoldOutcome;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.QuotaLedger;
import dev.tollgate.core.ledger.Settlement;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Usage;
import dev.tollgate.localstack.dynamodb.DynamoDbLocal;
import dev.tollgate.runtime.SecureIds;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A hold and its settlement under three limits of one tenant. DynamoDB Local keeps its tables in
/// memory and runs in a process of its own.
@State(Scope.Benchmark)
public class LedgerBenchmark {
    private final Clock clock = Clock.systemUTC();
    private final SecureIds ids = new SecureIds();

    @Param({"memory", "dynamodb-local"})
    private String store = "memory";

    private QuotaLedger ledger = new RenewedLedger();
    private @Nullable DynamoDbLocal process;
    private @Nullable DynamoStores stores;

    @Setup
    public void start() throws IOException {
        if (store.equals("memory")) {
            return;
        }
        Path log = Files.createTempFile("tollgate-bench", ".log");
        DynamoDbLocal started =
                DynamoDbLocal.start(
                        new DynamoDbLocal.Launch(
                                DynamoDbLocal.classpath(Path.of("")), 0, null, log));
        process = started;
        var variables = new HashMap<>(Scene.of(started.endpoint(), started.endpoint()).variables());
        variables.put(Setting.DYNAMODB_ENDPOINT.key(), started.endpoint().toString());
        Settings settings = Settings.of(variables);
        try (var client = DynamoDbClients.create(settings)) {
            Tables.create(client, settings);
        }
        DynamoStores made = new DynamoStores(settings, clock);
        stores = made;
        ledger = made.ledger(ids);
    }

    @TearDown
    public void close() {
        if (stores != null) {
            stores.close();
        }
        if (process != null) {
            process.close();
        }
    }

    @Benchmark
    public Hold holdAndSettle() {
        Instant now = clock.instant();
        if (!(ledger.hold(ask(now)) instanceof HoldOutcome.Held(Hold hold))) {
            throw new IllegalStateException("refused");
        }
        ledger.settle(
                new Settlement(
                        hold,
                        Outcome.COMPLETED,
                        Usage.of(57, 180),
                        new Money(417),
                        "request",
                        now.plusMillis(1),
                        Decision.UNKNOWN));
        return hold;
    }

    private HoldRequest ask(Instant now) {
        return new HoldRequest(
                Fixtures.ACME,
                new CallId(ids.next()),
                Fixtures.BODY,
                Fixtures.ALICE,
                null,
                "sim.claude",
                "sim-bedrock/anthropic.claude-sim-v1:0",
                Fixtures.PRICE.version(),
                Scene.limits(),
                Fixtures.ZONE,
                new Amounts(1, 1_000, new Money(1_500)),
                now,
                now.plus(Fixtures.LEASE));
    }
}
