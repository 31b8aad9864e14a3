package dev.tollgate.authorizer.bench;

import dev.tollgate.bench.scene.Scene;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.principal.CachedVirtualKeys;
import dev.tollgate.core.principal.PepperSource;
import dev.tollgate.core.principal.VirtualKeyStore;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;
import java.time.Clock;

/// The scene's stores.
@Factory
final class MemoryStores {
    @Singleton
    @Replaces(ConfigStore.class)
    ConfigStore configs(Settings settings) {
        return Scene.of(settings).config();
    }

    /// Behind the same cache as in an account.
    @Singleton
    @Replaces(VirtualKeyStore.class)
    VirtualKeyStore keys(Settings settings, PepperSource pepper, Clock clock) {
        return new CachedVirtualKeys(
                Scene.of(settings).keys(pepper.pepper()), settings.configTtl(), clock);
    }
}
