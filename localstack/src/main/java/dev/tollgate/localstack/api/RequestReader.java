package dev.tollgate.localstack.api;

import dev.tollgate.core.call.IdSource;
import dev.tollgate.localstack.api.contract.GatewayResponseType;
import dev.tollgate.localstack.api.event.ApiRequest;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;

/// Takes a whole request off the wire, within API Gateway's limits. Thread-safe.
final class RequestReader {
    /// Request line and headers together. See "Quotas for REST APIs".
    private static final int MOST_HEADER_BYTES = 10_240;

    private static final int MOST_BODY_BYTES = 10 * 1024 * 1024;

    /// So much more is read before a refusal, so that a client that only listens once it has sent
    /// everything hears it.
    private static final int DRAINED_BYTES = 64 * 1024 * 1024;

    private final Clock clock;
    private final IdSource ids;

    RequestReader(Clock clock, IdSource ids) {
        this.clock = clock;
        this.ids = ids;
    }

    sealed interface Reading {
        record Complete(ApiRequest request) implements Reading {}

        record Refused(GatewayResponseType type) implements Reading {}
    }

    /// Fresh ids for a request; its trace id is the client's, if it has one.
    ApiRequest.Ids identify(Request request) {
        String trace = request.getHeaders().get("X-Amzn-Trace-Id");
        return new ApiRequest.Ids(
                uuid().toString(),
                ids.next().substring(0, 15) + '=',
                trace == null ? newTrace() : trace);
    }

    /// @throws IOException when the client leaves before it has sent everything
    Reading read(Request request, ApiRequest.Ids names) throws IOException {
        Instant receivedAt = clock.instant();
        byte[] body;
        try (InputStream in = Content.Source.asInputStream(request)) {
            body = in.readNBytes(MOST_BODY_BYTES + 1);
            if (body.length > MOST_BODY_BYTES) {
                drain(in);
                return new Reading.Refused(GatewayResponseType.REQUEST_TOO_LARGE);
            }
        }
        if (headerBytes(request) > MOST_HEADER_BYTES) {
            return new Reading.Refused(GatewayResponseType.HEADERS_TOO_LARGE);
        }
        HttpURI uri = request.getHttpURI();
        String path = uri.getPath();
        return new Reading.Complete(
                new ApiRequest(
                        names,
                        receivedAt,
                        request.getMethod(),
                        path == null || path.isEmpty() ? "/" : path,
                        uri.getQuery(),
                        headers(request),
                        client(request),
                        body));
    }

    private static List<ApiRequest.Header> headers(Request request) {
        return request.getHeaders().stream()
                .filter(field -> !field.getName().equalsIgnoreCase("Host"))
                .map(field -> new ApiRequest.Header(field.getName(), valueOf(field)))
                .toList();
    }

    private static String valueOf(HttpField field) {
        String value = field.getValue();
        return value == null ? "" : value;
    }

    private static ApiRequest.Client client(Request request) {
        String host = request.getHeaders().get("Host");
        String authority = request.getHttpURI().getAuthority();
        return new ApiRequest.Client(
                Request.getRemoteAddr(request),
                host != null ? host : authority != null ? authority : "",
                request.getConnectionMetaData().getHttpVersion().asString(),
                Request.getLocalPort(request),
                request.isSecure());
    }

    private static int headerBytes(Request request) {
        int bytes = request.getMethod().length() + request.getHttpURI().getPathQuery().length();
        for (HttpField field : request.getHeaders()) {
            bytes += field.getName().length() + valueOf(field).length();
        }
        return bytes;
    }

    private static void drain(InputStream in) throws IOException {
        byte[] waste = new byte[64 * 1024];
        int left = DRAINED_BYTES;
        for (int read = in.read(waste); read >= 0 && left > 0; read = in.read(waste)) {
            left -= read;
        }
    }

    /// `Root=1-<seconds, 8 hex digits>-<24 hex digits>`, as X-Ray defines it.
    private String newTrace() {
        String random = uuid().toString().replace("-", "").substring(0, 24);
        return String.format(
                Locale.ROOT, "Root=1-%08x-%s", clock.instant().getEpochSecond(), random);
    }

    private UUID uuid() {
        return UUID.nameUUIDFromBytes(ids.next().getBytes(StandardCharsets.US_ASCII));
    }
}
