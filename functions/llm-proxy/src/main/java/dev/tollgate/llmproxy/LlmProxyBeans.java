package dev.tollgate.llmproxy;

import dev.tollgate.aws.config.CachedConfigStore;
import dev.tollgate.aws.config.DynamoConfigStore;
import dev.tollgate.aws.dynamodb.DynamoDbClients;
import dev.tollgate.aws.ledger.DynamoQuotaLedger;
import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.ledger.QuotaLedger;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;

/// The adapters behind the ports of a running function.
@Factory
final class LlmProxyBeans {
    @Singleton
    ConfigStore configStore(Settings settings, Clock clock) {
        var store = new DynamoConfigStore(DynamoDbClients.create(settings), settings);
        return CachedConfigStore.of(store, settings, clock);
    }

    @Singleton
    QuotaLedger quotaLedger(Settings settings, IdSource ids, Clock clock) {
        return new DynamoQuotaLedger(DynamoDbClients.create(settings), settings, ids, clock);
    }
}
