package dev.tollgate.localstack.upstream.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/// One request and its answer, blocking. Used by one thread.
public final class Exchange {
    /// Bedrock's own limit of a request body.
    private static final int MAX_BODY_BYTES = 25 * 1024 * 1024;

    private final Request request;
    private final Response response;
    private final String prefix;
    private byte @Nullable [] body;

    Exchange(Request request, Response response, String prefix) {
        this.request = request;
        this.response = response;
        this.prefix = prefix;
    }

    public String method() {
        return request.getMethod();
    }

    /// The whole path as it was sent: percent-encoded, without the query.
    public String rawPath() {
        return Optional.ofNullable(request.getHttpURI().getPath()).orElse("/");
    }

    /// The query as it was sent; empty for none.
    public String rawQuery() {
        return Optional.ofNullable(request.getHttpURI().getQuery()).orElse("");
    }

    /// [#rawPath] without the endpoint's prefix, starting with a slash unless it is empty.
    public String subPath() {
        return rawPath().substring(prefix.length());
    }

    /// The first value of a header.
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers().get(name.toLowerCase(Locale.ROOT)))
                .map(List::getFirst);
    }

    /// All values by lower-cased name, sorted by it. HTTP/2's `:authority` stands as `host`.
    public Map<String, List<String>> headers() {
        Map<String, List<String>> headers = new TreeMap<>();
        for (HttpField field : request.getHeaders()) {
            headers.computeIfAbsent(field.getLowerCaseName(), _ -> new ArrayList<>())
                    .add(Optional.ofNullable(field.getValue()).orElse(""));
        }
        String authority = request.getHttpURI().getAuthority();
        if (authority != null) {
            headers.putIfAbsent("host", List.of(authority));
        }
        return headers;
    }

    /// @throws IOException when it is larger than 25 MiB, or the client has gone
    public byte[] body() throws IOException {
        byte[] known = body;
        if (known != null) {
            return known;
        }
        try (InputStream in = Content.Source.asInputStream(request)) {
            byte[] read = in.readNBytes(MAX_BODY_BYTES + 1);
            if (read.length > MAX_BODY_BYTES) {
                throw new IOException("the request body is above " + MAX_BODY_BYTES + " bytes");
            }
            body = read;
            return read;
        }
    }

    /// Sends a whole JSON answer.
    public void sendJson(int status, Map<String, String> headers, byte[] json) throws IOException {
        HttpFields.Mutable fields = head(status, "application/json", headers);
        fields.put(HttpHeader.CONTENT_LENGTH, json.length);
        Content.Sink.write(response, true, ByteBuffer.wrap(json));
    }

    /// Sends a whole answer of any type.
    public void send(int status, String contentType, byte[] body) throws IOException {
        HttpFields.Mutable fields = head(status, contentType, Map.of());
        fields.put(HttpHeader.CONTENT_LENGTH, body.length);
        Content.Sink.write(response, true, ByteBuffer.wrap(body));
    }

    public void sendJson(int status, String json) throws IOException {
        sendJson(status, Map.of(), json.getBytes(StandardCharsets.UTF_8));
    }

    /// Sends what is no answer of any API, as a proxy in between would.
    public void sendPage() throws IOException {
        head(200, "text/html", Map.of());
        byte[] page = "<html><body>Welcome.</body></html>".getBytes(StandardCharsets.UTF_8);
        Content.Sink.write(response, true, ByteBuffer.wrap(page));
    }

    /// Begins a streamed answer. Every write is sent at once; closing it ends the answer.
    public OutputStream stream(int status, String contentType, Map<String, String> headers)
            throws IOException {
        head(status, contentType, headers);
        Content.Sink.write(response, false, ByteBuffer.allocate(0));
        return Content.Sink.asOutputStream(response);
    }

    /// Sends the first half of a JSON answer and leaves the rest owing.
    public void sendHalf(int status, Map<String, String> headers, byte[] json) throws IOException {
        HttpFields.Mutable fields = head(status, "application/json", headers);
        fields.put(HttpHeader.CONTENT_LENGTH, json.length);
        Content.Sink.write(response, false, ByteBuffer.wrap(json, 0, json.length / 2));
    }

    private HttpFields.Mutable head(int status, String contentType, Map<String, String> headers) {
        response.setStatus(status);
        HttpFields.Mutable fields = response.getHeaders();
        fields.put(HttpHeader.CONTENT_TYPE, contentType);
        headers.forEach(fields::put);
        return fields;
    }
}
