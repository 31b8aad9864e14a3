package dev.tollgate.localstack.dynamodb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class DynamoDbLocalTest {
    private static final int CONNECT_MS = 2_000;

    @TempDir private Path folder = Path.of("");

    @Test
    void start_onDisk_answersAndKeepsItsFileInTheFolder() throws IOException {
        Path data = folder.resolve("data");
        try (var store = DynamoDbLocal.start(launch(0, data))) {
            var connection = (HttpURLConnection) store.endpoint().toURL().openConnection();

            assertEquals(HttpURLConnection.HTTP_BAD_REQUEST, connection.getResponseCode());
            assertTrue(Files.isDirectory(data));
        }
    }

    @Test
    void start_listensOnLoopbackAlone() throws IOException {
        Optional<InetAddress> outside = addressOfTheMachine();
        assumeTrue(outside.isPresent(), "the machine has no address but loopback");
        try (var store = DynamoDbLocal.start(launch(0, null));
                var socket = new Socket()) {
            var address = new InetSocketAddress(outside.orElseThrow(), store.endpoint().getPort());

            assertThrows(IOException.class, () -> socket.connect(address, CONNECT_MS));
        }
    }

    @Test
    void start_portInUse_saysWhereToLook() throws IOException {
        try (var first = DynamoDbLocal.start(launch(0, null))) {
            int port = first.endpoint().getPort();

            var failure =
                    assertThrows(IOException.class, () -> DynamoDbLocal.start(launch(port, null)));

            assertTrue(failure.toString().contains("port " + port), failure.toString());
            assertTrue(failure.toString().contains("dynamodb.log"), failure.toString());
        }
    }

    @Test
    void close_endsTheProcess() throws IOException {
        var store = DynamoDbLocal.start(launch(0, null));
        assertTrue(ProcessHandle.of(store.pid()).isPresent());

        store.close();

        assertFalse(ProcessHandle.of(store.pid()).map(ProcessHandle::isAlive).orElse(false));
    }

    @Test
    void classpath_notBuilt_saysHowToBuildIt() {
        var failure = assertThrows(IOException.class, () -> DynamoDbLocal.classpath(folder));

        assertTrue(failure.toString().contains("mvn process-resources"), failure.toString());
    }

    private DynamoDbLocal.Launch launch(int port, @Nullable Path data) throws IOException {
        return new DynamoDbLocal.Launch(
                DynamoDbLocal.classpath(Path.of("")), port, data, folder.resolve("dynamodb.log"));
    }

    private static Optional<InetAddress> addressOfTheMachine() throws SocketException {
        return NetworkInterface.networkInterfaces()
                .flatMap(NetworkInterface::inetAddresses)
                .filter(Inet4Address.class::isInstance)
                .filter(address -> !address.isLoopbackAddress())
                .findFirst();
    }
}
