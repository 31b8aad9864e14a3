package dev.tollgate.runtime;

import dev.tollgate.core.call.IdSource;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.time.Clock;

/// Time, ids and randomness of a running function.
@Factory
final class RuntimeBeans {
    @Singleton
    Clock clock() {
        return Clock.systemUTC();
    }

    @Singleton
    IdSource idSource() {
        return new SecureIds();
    }
}
