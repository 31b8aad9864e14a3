package dev.tollgate.authorizer;

import dev.tollgate.aws.config.CachedConfigStore;
import dev.tollgate.aws.config.DynamoConfigStore;
import dev.tollgate.aws.dynamodb.DynamoDbClients;
import dev.tollgate.aws.key.DynamoVirtualKeyStore;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.principal.CachedVirtualKeys;
import dev.tollgate.core.principal.KeyPepper;
import dev.tollgate.core.principal.VirtualKeyStore;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// The authorizer on DynamoDB. Keys are kept as long as the rest of the configuration
/// (`TOLLGATE_CONFIG_TTL_SECONDS`).
@Factory
final class AuthorizerBeans {
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
    VirtualKeyStore virtualKeyStore(DynamoDbClient client, Settings settings, Clock clock) {
        return new CachedVirtualKeys(
                new DynamoVirtualKeyStore(client, settings), settings.configTtl(), clock);
    }

    @Singleton
    KeyPepper keyPepper(Settings settings) {
        return new KeyPepper(settings.required(Setting.KEY_PEPPER));
    }
}
