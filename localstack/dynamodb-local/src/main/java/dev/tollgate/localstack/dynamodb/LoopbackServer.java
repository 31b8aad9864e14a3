package dev.tollgate.localstack.dynamodb;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;

/// The child process: DynamoDB Local's request handler behind a server that listens on 127.0.0.1
/// alone. Its own server has no option for the address and listens on all of them. Its telemetry is
/// set up by its own entry point only, which is not used here.
///
/// Arguments: port (0 for any) and the folder of the database, or `-` for memory. Prints the port
/// when it answers, logs to the error stream, and ends when its input does: so it never outlives
/// the process that started it, however that one died.
final class LoopbackServer {
    private LoopbackServer() {}

    static void main(String[] args) throws Exception {
        PrintStream reply = System.out;
        System.setOut(System.err);
        int port = Integer.parseInt(args[0]);
        boolean inMemory = args[1].equals("-");
        var store =
                new LocalDynamoDBRequestHandler(
                        0, inMemory, inMemory ? null : args[1], true, false);
        var server = new Server(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
        server.setHandler(new LocalDynamoDBServerHandler(store, "http://127.0.0.1"));
        server.start();
        for (var connector : server.getConnectors()) {
            if (connector instanceof ServerConnector listening) {
                reply.println(listening.getLocalPort());
            }
        }
        reply.close();
        awaitEndOfInput();
        server.stop();
        store.shutdown();
        System.exit(0);
    }

    private static void awaitEndOfInput() throws IOException {
        while (System.in.read() >= 0) {
            // Nothing is ever written: only the end counts.
        }
    }
}
