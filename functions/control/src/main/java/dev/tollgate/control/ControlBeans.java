package dev.tollgate.control;

import dev.tollgate.aws.config.CachedConfigStore;
import dev.tollgate.aws.config.DynamoConfigStore;
import dev.tollgate.aws.dynamodb.DynamoDbClients;
import dev.tollgate.aws.ledger.DynamoQuotaLedger;
import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.ledger.QuotaLedger;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The control function on DynamoDB.
@Factory
final class ControlBeans {
    @Singleton
    @Bean(preDestroy = "close")
    DynamoDbClient dynamoDb(Settings settings) {
        return DynamoDbClients.create(settings);
    }

    @Singleton
    ConfigStore configStore(DynamoDbClient client, Settings settings, Clock clock) {
        return CachedConfigStore.of(new DynamoConfigStore(client, settings), settings, clock);
    }

    @Singleton
    QuotaLedger quotaLedger(DynamoDbClient client, Settings settings, IdSource ids, Clock clock) {
        return new DynamoQuotaLedger(client, settings, ids, clock);
    }
}
