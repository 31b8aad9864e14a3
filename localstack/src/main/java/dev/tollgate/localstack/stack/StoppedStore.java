package dev.tollgate.localstack.stack;

import dev.tollgate.localstack.dynamodb.DynamoDbLocal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The store of a stack that does not run, with its tables, for as long as this is open.
public record StoppedStore(DynamoDbLocal process, Stores stores) implements AutoCloseable {
    /// The stage that a local stack plays.
    public static final String STAGE = "local";

    /// @throws StackException when it does not start
    public static StoppedStore open(Home home) {
        try {
            Path state = Files.createDirectories(home.state());
            DynamoDbLocal process = LocalStack.startStore(home, 0, state);
            var stores = Stores.of(StorePlace.at(process.endpoint()), LocalSecrets.in(state));
            stores.createTables();
            return new StoppedStore(process, stores);
        } catch (IOException e) {
            throw new StackException("the store does not start: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        stores.close();
        process.close();
    }
}
