package dev.tollgate.localstack.stack;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/// Whether ports of loopback are free.
public final class Ports {
    /// Below those the system gives to outgoing connections and to port 0 (32768 and up on Linux):
    /// a port found here is still free when a process that takes seconds to start binds it.
    private static final int LOWEST = 20_000;

    private static final int COUNT = 10_000;

    private Ports() {}

    /// A free port whose next is free too, for a server in another process.
    ///
    /// @return from 20,000 to 29,999, another each time
    public static int unusedPair() throws IOException {
        int port = LOWEST + systemsChoice() % COUNT;
        while (!isFree(port) || !isFree(port + 1)) {
            port = LOWEST + systemsChoice() % COUNT;
        }
        return port;
    }

    private static int systemsChoice() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

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
        if (!isFree(port)) {
            throw new StackException(
                    "port "
                            + port
                            + " (for "
                            + user
                            + ") is in use; stop what uses it or choose others with --port");
        }
    }

    private static boolean isFree(int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }
}
