package dev.tollgate.localstack.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.aws.config.DynamoConfigStore;
import dev.tollgate.aws.dynamodb.TenantTable;
import dev.tollgate.aws.ledger.DynamoQuotaLedger;
import dev.tollgate.aws.tenant.TenantCredentials;
import dev.tollgate.core.config.ConfigUnavailableException;
import dev.tollgate.core.ledger.HoldOutcome;
import dev.tollgate.core.ledger.LedgerUnavailableException;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.SequentialIds;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.DynamoDbException;

/// A key of another tenant, forged by code of ours that went wrong, is refused on the way to the
/// store: with the client, the sessions and the adapters that the functions use.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TenantIsolationIT {
    private static final TenantId ACME2 = new TenantId("acme2");

    private LocalRig rig;

    @BeforeAll
    void start() throws Exception {
        rig = LocalRig.start();
        for (TenantId tenant : List.of(Fixtures.ACME, ACME2, Fixtures.GLOBEX)) {
            rig.put(tenant);
        }
    }

    @AfterAll
    void stop() {
        rig.close();
    }

    private static void assertDenied(String operation, Runnable asking) {
        var refusal = assertThrows(DynamoDbException.class, asking::run, operation);
        assertEquals("AccessDeniedException", refusal.awsErrorDetails().errorCode(), operation);
        assertEquals(400, refusal.statusCode(), operation);
    }

    @ParameterizedTest
    @CsvSource({"acme", "acme2", "globex"})
    void item_ofItsOwnTenant_isReadAndWritten(String name) {
        var tenant = new TenantId(name);
        try (DynamoDbClient client = rig.as(tenant)) {
            Operations.OWN.values().forEach(operation -> operation.on(client, tenant, tenant));
        }
    }

    @ParameterizedTest
    @CsvSource({"acme,globex", "globex,acme", "acme,acme2", "acme2,acme"})
    void item_ofAnotherTenant_isRefusedByEveryOperation(String one, String other) {
        var own = new TenantId(one);
        try (DynamoDbClient client = rig.as(own)) {
            Operations.ALL.forEach((name, operation) ->
                    assertDenied(name, () -> operation.on(client, own, new TenantId(other))));
        }
    }

    @Test
    void item_ofItsOwnTenant_isRefusedByWhatNoFunctionDoes() {
        try (DynamoDbClient client = rig.as(Fixtures.ACME)) {
            Operations.ALL.forEach((name, operation) -> {
                // The same item twice is no transaction.
                if (!Operations.OWN.containsKey(name) && !name.equals(Operations.TWICE)) {
                    assertDenied(name, () -> operation.on(client, Fixtures.ACME, Fixtures.ACME));
                }
            });
        }
    }

    @Test
    void sessionWithoutATag_mayDoNothing() {
        try (DynamoDbClient client = rig.as(rig.untagged())) {
            Operations.ALL.forEach((name, operation) ->
                    assertDenied(name, () -> operation.on(client, Fixtures.ACME, Fixtures.ACME)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"llm-proxy", "control"})
    void functionsOwnRole_mayNotReadATenantsItem(String function) {
        try (DynamoDbClient client = rig.function(function)) {
            assertDenied(function, () -> Operations.GET.on(client, Fixtures.ACME, Fixtures.ACME));
        }
    }

    @Test
    void authorizersOwnRole_readsATenantsConfigurationAndWritesNothing() {
        try (DynamoDbClient client = rig.function("authorizer")) {
            Operations.GET.on(client, Fixtures.ACME, Fixtures.ACME);
            assertDenied(
                    "UpdateItem", () -> Operations.UPDATE.on(client, Fixtures.ACME, Fixtures.ACME));
        }
    }

    /// The adapters, told to take one tenant's credentials for every tenant.
    private TenantTable alwaysAs(DynamoDbClient client, TenantId tenant) {
        AwsCredentialsProvider session = rig.sessions().of(tenant);
        return new TenantTable(
                client, rig.settings("llm-proxy"), TenantCredentials.always(session));
    }

    @Test
    void ledger_withTheWrongSession_neitherReadsNorHoldsForAnotherTenant() {
        try (DynamoDbClient client = rig.function("llm-proxy")) {
            var books =
                    new DynamoQuotaLedger(
                            alwaysAs(client, Fixtures.ACME),
                            new SequentialIds(),
                            Clock.systemUTC());
            var own = Fixtures.ask(Fixtures.ACME, "own", 10);
            var held = assertInstanceOf(HoldOutcome.Held.class, books.hold(own));
            books.settle(Fixtures.settled(held.hold(), 7));

            var other = Fixtures.ask(Fixtures.GLOBEX, "other", 10);
            for (Consumer<DynamoQuotaLedger> question :
                    List.<Consumer<DynamoQuotaLedger>>of(
                            ledger -> ledger.hold(other),
                            ledger -> ledger.lines(Fixtures.GLOBEX, 10),
                            ledger ->
                                    ledger.books(
                                            Fixtures.GLOBEX,
                                            List.of(),
                                            Fixtures.ZONE,
                                            Fixtures.NOW))) {
                var refusal =
                        assertThrows(
                                LedgerUnavailableException.class, () -> question.accept(books));
                assertTrue(
                        String.valueOf(refusal.getCause()).contains("not authorized"),
                        refusal::toString);
            }
            assertEquals(List.of(), rig.linesOf(Fixtures.GLOBEX));
            assertEquals(1, rig.linesOf(Fixtures.ACME).size());
        }
    }

    @Test
    void configuration_withTheWrongSession_isNotReadOfAnotherTenant() {
        try (DynamoDbClient client = rig.function("llm-proxy")) {
            var store =
                    new DynamoConfigStore(
                            client, alwaysAs(client, Fixtures.ACME), rig.settings("llm-proxy"));
            assertTrue(store.platform().providers().isEmpty());
            var refusal =
                    assertThrows(
                            ConfigUnavailableException.class, () -> store.tenant(Fixtures.GLOBEX));
            assertTrue(
                    String.valueOf(refusal.getCause()).contains("not authorized"),
                    refusal::toString);
        }
    }

    @Test
    void signature_ofNobodyKnown_isRefused() {
        for (var wrong :
                Map.of(
                                "UnrecognizedClientException", rig.withoutToken(Fixtures.ACME),
                                "InvalidSignatureException", rig.withOtherSecret(Fixtures.ACME))
                        .entrySet()) {
            try (DynamoDbClient client = rig.as(wrong.getValue())) {
                var refusal =
                        assertThrows(
                                DynamoDbException.class,
                                () -> Operations.GET.on(client, Fixtures.ACME, Fixtures.ACME));
                assertEquals(wrong.getKey(), refusal.awsErrorDetails().errorCode());
            }
        }
    }
}
