package dev.tollgate.localstack.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Whether the ports a stack wants are free.
final class Ports {
    private Ports() {}

    /// @throws StackException naming the first that is taken
    static void check(StackOptions options) {
        check(options.httpPort(), "HTTP");
        check(options.tlsPort(), "TLS");
        check(options.upstreamPort(), "the upstreams");
        check(options.storePort(), "the store");
    }

    private static void check(int port, String user) {
        if (port == 0) {
            return;
        }
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            throw new StackException(
                    "port "
                            + port
                            + " (for "
                            + user
                            + ") is in use; stop what uses it or choose others with --port",
                    e);
        }
    }
}
