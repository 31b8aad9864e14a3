package dev.tollgate.llmproxy.upstream;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An upstream on loopback that keeps connections: it answers a stated number of requests on each,
/// and closes it without a word at the next one, as a server does whose patience ended while the
/// client was not looking.
final class KeepAliveServer implements AutoCloseable {
    private final ServerSocket server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger connections = new AtomicInteger();
    private final int most;
    private final Answer answer;

    /// Writes one answer after its head.
    @FunctionalInterface
    interface Answer {
        void write(OutputStream out) throws Exception;
    }

    /// @param most requests answered on one connection
    KeepAliveServer(int most, Answer answer) throws IOException {
        this.most = most;
        this.answer = answer;
        server = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        var _ = threads.submit(this::accept);
    }

    int connections() {
        return connections.get();
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getLocalPort());
    }

    static void chunk(OutputStream out, String text) throws IOException {
        String chunk = Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
        out.write(chunk.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    static void end(OutputStream out) throws IOException {
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.shutdownNow();
    }

    private Void accept() throws IOException {
        while (!server.isClosed()) {
            Socket socket = server.accept();
            connections.incrementAndGet();
            var _ = threads.submit(() -> serve(socket));
        }
        return null;
    }

    private Void serve(Socket socket) throws Exception {
        try (socket) {
            var in =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            for (int request = 1; read(in) && request <= most; request++) {
                OutputStream out = socket.getOutputStream();
                out.write(
                        "HTTP/1.1 200 x\r\ntransfer-encoding: chunked\r\n\r\n"
                                .getBytes(StandardCharsets.US_ASCII));
                answer.write(out);
            }
        }
        return null;
    }

    /// @return false when the client has closed
    private static boolean read(BufferedReader in) throws IOException {
        int length = 0;
        for (String line = in.readLine(); ; line = in.readLine()) {
            if (line == null) {
                return false;
            }
            if (line.isEmpty()) {
                break;
            }
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).strip());
            }
        }
        return in.skip(length) == length;
    }
}
