package dev.tollgate.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// A response on the wire of Lambda response streaming: metadata as JSON, 8 NUL bytes, the body.
/// Source: "Response streaming for Lambda proxy integrations in API Gateway".
final class StreamedResponse implements ProxyResponse {
    static final int DELIMITER_LENGTH = 8;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final byte[] DELIMITER = new byte[DELIMITER_LENGTH];
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+");
    private static final Pattern VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

    private final OutputStream out;
    private boolean started;

    StreamedResponse(OutputStream out) {
        this.out = out;
    }

    @Override
    public OutputStream start(int status, Map<String, String> headers) throws IOException {
        if (started) {
            throw new IllegalStateException("the response was started before");
        }
        if (status < 200 || status > 599) {
            throw new IllegalArgumentException("not a final HTTP status: " + status);
        }
        headers.forEach(StreamedResponse::check);
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("statusCode", status);
        metadata.put("headers", headers);
        byte[] prelude = JSON.writeValueAsBytes(metadata);
        started = true;
        out.write(prelude);
        out.write(DELIMITER);
        return new Body(out);
    }

    @Override
    public boolean started() {
        return started;
    }

    private static void check(String name, String value) {
        if (!NAME.matcher(name).matches() || !VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("not a header that can be sent: " + name);
        }
        if (name.equalsIgnoreCase("content-length")) {
            throw new IllegalArgumentException("a streamed response has no Content-Length");
        }
    }

    /// Closing it only flushes: whether the answer is complete is said by the handler's return, so
    /// that a broken answer never looks like a whole one.
    private static final class Body extends FilterOutputStream {
        Body(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
