package dev.tollgate.authorizer;

import dev.tollgate.aws.DynamoStores;
import dev.tollgate.aws.key.SsmKeyPepper;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.principal.KeyPepper;
import dev.tollgate.core.principal.PepperSource;
import dev.tollgate.core.principal.VirtualKeyStore;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;

/// The authorizer on DynamoDB.
@Factory
final class AuthorizerBeans {
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
    VirtualKeyStore virtualKeyStore(DynamoStores stores) {
        return stores.keys();
    }

    /// The pepper itself where it is given, else out of its parameter.
    @Singleton
    PepperSource pepper(Settings settings) {
        var given = settings.optional(Setting.KEY_PEPPER).map(KeyPepper::new);
        return given.isPresent() ? given::get : SsmKeyPepper.of(settings);
    }
}
