package dev.tollgate.testkit;

import dev.tollgate.core.config.ConfigRegister;
import dev.tollgate.core.config.ConfigStore;

final class InMemoryConfigStoreTest extends ConfigStoreContract {
    private final InMemoryConfigStore table = new InMemoryConfigStore();

    @Override
    protected ConfigStore store() {
        return table;
    }

    @Override
    protected ConfigRegister register() {
        return table;
    }
}
