package dev.tollgate.runtime.loop;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// One request to the Runtime API and its answer, on a connection of its own. Nothing is kept open
/// between two: a snapshot has no use for a socket, and a broken stream spoils no other request.
/// The JDK's HTTP clients cannot send trailers. Not thread-safe.
final class Connection implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    private Connection(Socket socket) throws IOException {
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
        this.out = socket.getOutputStream();
    }

    /// Waits for answers without a limit: the next invocation may be days away.
    static Connection open(InetSocketAddress address) throws IOException {
        var socket = new Socket();
        try {
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
            socket.connect(address);
            return new Connection(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /// Sends a request with its whole body and reads the answer.
    HttpAnswer ask(String method, String path, Map<String, String> headers, byte[] body)
            throws IOException {
        var head = head(method, path, headers);
        if (method.equals("POST")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII);
        byte[] whole = new byte[first.length + body.length];
        System.arraycopy(first, 0, whole, 0, first.length);
        System.arraycopy(body, 0, whole, first.length, body.length);
        out.write(whole);
        return HttpAnswer.read(in);
    }

    /// Sends the head of a POST whose chunks follow by [#send].
    void startChunked(String path, Map<String, String> headers) throws IOException {
        var head = head("POST", path, headers).append("Transfer-Encoding: chunked\r\n\r\n");
        out.write(head.toString().getBytes(StandardCharsets.US_ASCII));
    }

    /// Hands the bytes to the network in one piece.
    void send(byte[] bytes, int offset, int length) throws IOException {
        out.write(bytes, offset, length);
    }

    HttpAnswer answer() throws IOException {
        return HttpAnswer.read(in);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private StringBuilder head(String method, String path, Map<String, String> headers) {
        var head = new StringBuilder(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: ");
        head.append(socket.getInetAddress().getHostAddress()).append(':').append(socket.getPort());
        head.append("\r\nConnection: close\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        return head;
    }
}
