package dev.tollgate.localstack.stack;

import dev.tollgate.localstack.dynamodb.DynamoDbLocal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;

/// DynamoDB Local on disk, which can be stopped and started again at the same address.
final class StoreProcess implements AutoCloseable {
    private final DynamoDbLocal.Launch launch;
    private DynamoDbLocal process;

    private StoreProcess(DynamoDbLocal.Launch launch, DynamoDbLocal process) {
        this.launch = launch;
        this.process = process;
    }

    static StoreProcess start(Path classPath, int port, Path state) throws IOException {
        var launch =
                new DynamoDbLocal.Launch(
                        classPath, port, state.resolve("dynamodb"), state.resolve("dynamodb.log"));
        DynamoDbLocal process = DynamoDbLocal.start(launch);
        var again =
                new DynamoDbLocal.Launch(
                        classPath, process.endpoint().getPort(), launch.data(), launch.log());
        return new StoreProcess(again, process);
    }

    synchronized URI endpoint() {
        return process.endpoint();
    }

    synchronized void stop() {
        process.close();
    }

    synchronized void startAgain() throws IOException {
        process = DynamoDbLocal.start(launch);
    }

    @Override
    public void close() {
        stop();
    }
}
