package dev.tollgate.control.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.control.key.VirtualKeys.IssuedKey;
import dev.tollgate.control.key.VirtualKeys.NewKey;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.KeyPepper;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.InMemoryVirtualKeyStore;
import dev.tollgate.testkit.MutableClock;
import dev.tollgate.testkit.SequentialIds;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VirtualKeysTest {
    private static final Scope SCOPE = new Scope(Set.of("sim.gpt"), Set.of(RouteFamily.BEDROCK));
    private static final Instant LATER = Fixtures.NOW.plus(Duration.ofDays(1));

    private final InMemoryVirtualKeyStore store = new InMemoryVirtualKeyStore();
    private final SequentialIds ids = new SequentialIds();
    private final KeyPepper pepper = new KeyPepper(ids.next());
    private final MutableClock clock = new MutableClock(Fixtures.NOW);
    private final VirtualKeys keys = new VirtualKeys(store, () -> pepper, ids, clock);

    @Test
    void create_always_isFoundByTheHashOfItsSecretAlone() {
        IssuedKey issued =
                keys.create(new NewKey(Fixtures.ACME, Fixtures.ALICE, SCOPE, LATER, null));

        assertEquals(Optional.of(issued.key()), store.find(pepper.hash(issued.secret())));
        assertEquals(Fixtures.ACME, issued.key().tenant());
        assertEquals(Fixtures.ALICE, issued.key().owner());
        assertEquals(SCOPE, issued.key().scope());
        assertEquals(Fixtures.NOW, issued.key().createdAt());
        assertEquals(LATER, issued.key().expiresAt());
        assertFalse(issued.toString().contains(issued.secret().value()));
        assertFalse(issued.secret().value().contains(issued.key().id().value()));
    }

    @Test
    void create_twice_givesDifferentKeys() {
        IssuedKey first = keys.create(NewKey.of(Fixtures.ACME, Fixtures.ALICE, SCOPE));
        IssuedKey second = keys.create(NewKey.of(Fixtures.ACME, Fixtures.ALICE, SCOPE));

        assertNotEquals(first.key().id(), second.key().id());
        assertNotEquals(first.secret(), second.secret());
        assertEquals(List.of(first.key(), second.key()), keys.list(Fixtures.ACME));
    }

    @Test
    void create_ownerOrExpiryThatCannotBe_isRefusedAndStoresNothing() {
        for (String owner : List.of("", " ", "x".repeat(257))) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> keys.create(NewKey.of(Fixtures.ACME, owner, SCOPE)));
        }
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        keys.create(
                                new NewKey(
                                        Fixtures.ACME, Fixtures.ALICE, SCOPE, Fixtures.NOW, null)));
        assertEquals(List.of(), keys.list(Fixtures.ACME));
    }

    @Test
    void revoke_ownKey_endsIt() {
        IssuedKey issued = keys.create(NewKey.of(Fixtures.ACME, Fixtures.ALICE, SCOPE));
        clock.advance(Duration.ofHours(1));

        assertTrue(keys.revoke(Fixtures.ACME, issued.key().id()));
        assertEquals(
                Fixtures.NOW.plus(Duration.ofHours(1)),
                keys.list(Fixtures.ACME).getFirst().revokedAt());
    }

    @Test
    void revoke_anotherTenantsOrNoKey_isFalse() {
        IssuedKey issued = keys.create(NewKey.of(Fixtures.ACME, Fixtures.ALICE, SCOPE));

        assertFalse(keys.revoke(Fixtures.GLOBEX, issued.key().id()));
        assertFalse(keys.revoke(Fixtures.ACME, new KeyId("nosuchkey")));
        assertTrue(keys.list(Fixtures.ACME).getFirst().isGood(Fixtures.NOW));
    }
}
