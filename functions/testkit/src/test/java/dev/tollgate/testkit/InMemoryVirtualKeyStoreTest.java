package dev.tollgate.testkit;

import dev.tollgate.core.principal.VirtualKeyStore;

class InMemoryVirtualKeyStoreTest extends VirtualKeyStoreContract {
    private final InMemoryVirtualKeyStore store = new InMemoryVirtualKeyStore();

    @Override
    protected VirtualKeyStore store() {
        return store;
    }
}
