package dev.tollgate.llmproxy;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;

/// Addresses on loopback that no request reaches.
final class Unreachable implements AutoCloseable {
    private static final int HELLO_HEADER = 3;

    /// Alert of the level fatal: handshake_failure (RFC 8446, section 6).
    private static final byte[] ALERT = {0x15, 3, 3, 0, 2, 2, 40};

    private final ServerSocket server;

    Unreachable() {
        try {
            server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var _ = Thread.startVirtualThread(this::accept);
    }

    /// Where nobody listens: no port that was free a moment ago, which another server may get.
    static URI nobody() {
        return URI.create("http://127.0.0.1:1");
    }

    /// Where TLS never comes about.
    URI notSecured() {
        return URI.create("https://127.0.0.1:" + server.getLocalPort());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                var _ = Thread.startVirtualThread(() -> refuse(socket));
            }
        } catch (IOException _) {
            // Closed with the test.
        }
    }

    /// Reads the client's hello to its end, so that nothing unread turns the close into a reset.
    private static void refuse(Socket socket) {
        try (socket) {
            var in = new DataInputStream(socket.getInputStream());
            in.skipNBytes(HELLO_HEADER);
            in.skipNBytes(in.readUnsignedShort());
            socket.getOutputStream().write(ALERT);
        } catch (IOException _) {
            // The client has gone.
        }
    }
}
