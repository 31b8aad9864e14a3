package dev.tollgate.llmproxy;

import dev.tollgate.aws.DynamoStores;
import dev.tollgate.aws.secret.UpstreamSecrets;
import dev.tollgate.aws.tenant.CallCredentials;
import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.ledger.QuotaLedger;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;

/// The adapters behind the ports of the running function.
@Factory
final class LlmProxyBeans {
    @Singleton
    @Bean(preDestroy = "close")
    DynamoStores stores(Settings settings, Clock clock) {
        return new DynamoStores(settings, clock);
    }

    @Singleton
    ConfigStore configStore(DynamoStores stores) {
        return stores.configs();
    }

    @Singleton
    CallCredentials callCredentials(DynamoStores stores, Settings settings) {
        return CallCredentials.of(settings, stores.credentials());
    }

    @Singleton
    @Bean(preDestroy = "close")
    UpstreamSecrets upstreamSecrets(Settings settings, Clock clock) {
        return UpstreamSecrets.of(settings, clock);
    }

    @Singleton
    Pause pause() {
        return Pause::asleep;
    }

    @Singleton
    QuotaLedger quotaLedger(DynamoStores stores, IdSource ids) {
        return stores.ledger(ids);
    }
}
