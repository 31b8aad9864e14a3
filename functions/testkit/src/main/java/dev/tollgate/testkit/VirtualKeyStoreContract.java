package dev.tollgate.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.principal.VirtualKey;
import dev.tollgate.core.principal.VirtualKeyStore;
import dev.tollgate.core.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// What every index of virtual keys keeps to. Each test begins with an empty one.
public abstract class VirtualKeyStoreContract {
    private static final int RACERS = 8;
    private static final Instant LATER = Fixtures.NOW.plus(Duration.ofHours(1));

    /// The empty index.
    protected abstract VirtualKeyStore store();

    @Test
    void find_unknownHash_isEmpty() {
        assertEquals(Optional.empty(), store().find("nope"));
        assertEquals(List.of(), store().list(Fixtures.ACME));
    }

    @Test
    void create_allParts_areReadBack() {
        VirtualKey key =
                new VirtualKey(
                        new KeyId("first0key"),
                        Fixtures.ACME,
                        "Zoë, Ops \"1\"",
                        new Scope(
                                Set.of("sim.claude", "local.smollm2"), Set.of(RouteFamily.BEDROCK)),
                        Fixtures.NOW.plusNanos(123_456_789),
                        LATER,
                        null);
        store().create(key, "hash-1");

        assertEquals(Optional.of(key), store().find("hash-1"));
        assertEquals(List.of(key), store().list(Fixtures.ACME));
    }

    @Test
    void create_emptyScopeWithoutExpiry_isReadBack() {
        VirtualKey key =
                new VirtualKey(
                        new KeyId("first0key"),
                        Fixtures.ACME,
                        Fixtures.ALICE,
                        new Scope(Set.of(), Set.of()),
                        Fixtures.NOW,
                        null,
                        null);
        store().create(key, "hash-1");

        assertEquals(Optional.of(key), store().find("hash-1"));
    }

    @Test
    void create_knownIdOrHash_isRefusedAndChangesNothing() {
        VirtualKey first = key("first0key", Fixtures.ACME, null);
        store().create(first, "hash-1");

        assertThrows(
                IllegalArgumentException.class,
                () -> store().create(key("first0key", Fixtures.ACME, LATER), "hash-2"));
        assertThrows(
                IllegalArgumentException.class,
                () -> store().create(key("other0key", Fixtures.GLOBEX, null), "hash-1"));
        assertEquals(Optional.of(first), store().find("hash-1"));
        assertEquals(Optional.empty(), store().find("hash-2"));
        assertEquals(List.of(first), store().list(Fixtures.ACME));
        assertEquals(List.of(), store().list(Fixtures.GLOBEX));
    }

    @Test
    void list_twoTenants_showsEachItsOwn() {
        var acme2 = new TenantId("acme2");
        store().create(key("first0key", Fixtures.ACME, null), "hash-1");
        store().create(key("other0key", acme2, null), "hash-2");

        assertEquals(List.of(key("first0key", Fixtures.ACME, null)), store().list(Fixtures.ACME));
        assertEquals(List.of(key("other0key", acme2, null)), store().list(acme2));
    }

    @Test
    void revoke_twice_keepsTheFirstTime() {
        store().create(key("first0key", Fixtures.ACME, null), "hash-1");

        assertTrue(store().revoke(Fixtures.ACME, new KeyId("first0key"), LATER));
        assertTrue(store().revoke(Fixtures.ACME, new KeyId("first0key"), LATER.plusSeconds(1)));
        VirtualKey revoked = store().find("hash-1").orElseThrow();
        assertEquals(LATER, revoked.revokedAt());
        assertFalse(revoked.isGood(LATER));
        assertEquals(List.of(revoked), store().list(Fixtures.ACME));
    }

    @Test
    void revoke_anotherTenantsOrNoKey_isFalseAndChangesNothing() {
        store().create(key("first0key", Fixtures.ACME, null), "hash-1");

        assertFalse(store().revoke(Fixtures.GLOBEX, new KeyId("first0key"), LATER));
        assertFalse(store().revoke(Fixtures.ACME, new KeyId("other0key"), LATER));
        assertTrue(store().find("hash-1").orElseThrow().isGood(LATER));
    }

    @Test
    void create_sameIdAtOnce_letsOneThrough() throws InterruptedException, ExecutionException {
        int created =
                race(racer -> {
                    try {
                        store().create(key("first0key", Fixtures.ACME, null), "hash-" + racer);
                        return true;
                    } catch (IllegalArgumentException _) {
                        return false;
                    }
                });

        assertEquals(1, created);
        assertEquals(1, store().list(Fixtures.ACME).size());
    }

    @Test
    void revoke_atOnce_succeedsForAll() throws InterruptedException, ExecutionException {
        store().create(key("first0key", Fixtures.ACME, null), "hash-1");
        int revoked =
                race(racer ->
                        store().revoke(
                                        Fixtures.ACME,
                                        new KeyId("first0key"),
                                        LATER.plusSeconds(racer)));

        assertEquals(RACERS, revoked);
        assertEquals(
                store().find("hash-1").map(VirtualKey::revokedAt),
                store().list(Fixtures.ACME).stream().findFirst().map(VirtualKey::revokedAt));
    }

    /// @return how many racers answered true
    private static int race(IntPredicate racer) throws InterruptedException, ExecutionException {
        var futures = new ArrayList<Future<Boolean>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < RACERS; i++) {
                int number = i;
                Callable<Boolean> run = () -> racer.test(number);
                futures.add(threads.submit(run));
            }
        }
        int yes = 0;
        for (Future<Boolean> future : futures) {
            yes += future.get() ? 1 : 0;
        }
        return yes;
    }

    private static VirtualKey key(String id, TenantId tenant, @Nullable Instant expiresAt) {
        return new VirtualKey(
                new KeyId(id),
                tenant,
                Fixtures.ALICE,
                Scope.everything(),
                Fixtures.NOW,
                expiresAt,
                null);
    }
}
