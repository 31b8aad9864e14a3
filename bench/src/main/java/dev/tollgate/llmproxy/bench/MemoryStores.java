package dev.tollgate.llmproxy.bench;

import dev.tollgate.bench.scene.RenewedLedger;
import dev.tollgate.bench.scene.Scene;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.ledger.QuotaLedger;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Replaces;
import jakarta.inject.Singleton;

/// The scene's stores.
@Factory
final class MemoryStores {
    @Singleton
    @Replaces(ConfigStore.class)
    ConfigStore configs(Settings settings) {
        return Scene.of(settings).config();
    }

    @Singleton
    @Replaces(QuotaLedger.class)
    QuotaLedger ledger() {
        return new RenewedLedger();
    }
}
