package dev.tollgate.authorizer;

import dev.tollgate.core.principal.KeySecret;
import dev.tollgate.core.principal.PepperSource;
import dev.tollgate.core.principal.VirtualKey;
import dev.tollgate.core.principal.VirtualKeyStore;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;

/// Says whose a virtual key is. Thread-safe.
@Singleton
final class VerifyKey {
    private final VirtualKeyStore keys;
    private final PepperSource pepper;
    private final Clock clock;

    VerifyKey(VirtualKeyStore keys, PepperSource pepper, Clock clock) {
        this.keys = keys;
        this.pepper = pepper;
        this.clock = clock;
    }

    /// Throws `KeyStoreUnavailableException` when the index or the pepper cannot be asked for.
    Verdict verify(KeySecret secret) {
        Optional<VirtualKey> found = keys.find(pepper.pepper().hash(secret));
        if (found.isEmpty()) {
            return new Verdict.Unknown("no such key");
        }
        VirtualKey key = found.get();
        return key.isGood(clock.instant())
                ? new Verdict.Known(key.principal())
                : new Verdict.Unknown("the key " + key.id() + " expired or was revoked");
    }
}
