package dev.tollgate.llmproxy.upstream;

import dev.tollgate.aws.secret.SecretUnavailableException;
import dev.tollgate.core.call.Deadline;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.core.tenant.TenantSessionUnavailableException;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.UpstreamRequest;
import dev.tollgate.llmproxy.upstream.UpstreamException.Kind;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Sends requests to upstreams: https unless loopback, no redirects, no retries, credentials per
/// call, one deadline over all waiting. Thread-safe. Opens nothing before its first call.
@Singleton
public final class UpstreamClient implements AutoCloseable {
    /// Bedrock answers 403 for a key that it does not know, others 401.
    private static final Set<Integer> UNKNOWN_CALLER = Set.of(401, 403);

    private final RequestSigner signer;
    private final Clock clock;
    private final Connections connections;

    UpstreamClient(RequestSigner signer, Clock clock) {
        this.signer = signer;
        this.clock = clock;
        this.connections = new Connections(clock);
    }

    /// A request that the upstream refuses for its credential goes once more if there is another
    /// one by now: a refused request costs nothing.
    ///
    /// @param tenant that the call is for
    /// @throws UpstreamException when there is no answer by the deadline
    public UpstreamAnswer send(
            TenantId tenant, ProviderConfig provider, UpstreamRequest request, Deadline deadline)
            throws UpstreamException {
        UpstreamAnswer answer = sendOnce(tenant, provider, request, deadline);
        if (UNKNOWN_CALLER.contains(answer.head().status()) && signer.renew(provider)) {
            answer.close();
            return sendOnce(tenant, provider, request, deadline);
        }
        return answer;
    }

    private UpstreamAnswer sendOnce(
            TenantId tenant, ProviderConfig provider, UpstreamRequest request, Deadline deadline)
            throws UpstreamException {
        HttpRequest http = prepare(tenant, provider, request);
        if (deadline.passed(clock)) {
            throw new UpstreamException(Kind.NOT_SENT, "no time left", null);
        }
        CompletableFuture<HttpResponse<Flow.Publisher<List<ByteBuffer>>>> pending =
                connections.send(http);
        try {
            long wait = deadline.remaining(clock).toNanos();
            HttpResponse<Flow.Publisher<List<ByteBuffer>>> response =
                    pending.get(wait, TimeUnit.NANOSECONDS);
            var body = new AnswerBody();
            response.body().subscribe(body);
            return new UpstreamAnswer(head(response), body, clock);
        } catch (ExecutionException e) {
            throw failed(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            pending.cancel(true);
            throw new UpstreamException(Kind.LATE, "no answer in time", e);
        } catch (InterruptedException e) {
            pending.cancel(true);
            Thread.currentThread().interrupt();
            throw new UpstreamException(Kind.LATE, "interrupted", e);
        }
    }

    /// Breaks off what is under way. Afterwards a call opens new connections.
    @Override
    @PreDestroy
    public void close() {
        connections.close();
    }

    private HttpRequest prepare(TenantId tenant, ProviderConfig provider, UpstreamRequest request)
            throws UpstreamException {
        try {
            URI uri = uri(provider, request);
            if (!Egress.allows(uri)) {
                throw notSetUp(provider, "the base URL is not allowed", null);
            }
            var http = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofByteArray(request.body()));
            for (var header : signer.sign(tenant, provider, uri, request).entrySet()) {
                set(http, provider, header.getKey(), header.getValue());
            }
            return http.build();
        } catch (TenantSessionUnavailableException e) {
            throw new UpstreamException(Kind.NOT_SIGNED, provider.id() + ": not signed", e);
        } catch (SecretUnavailableException e) {
            throw new UpstreamException(Kind.NOT_SENT, provider.id() + ": no credential now", e);
        } catch (RuntimeException e) {
            throw notSetUp(provider, "cannot be addressed or signed for", e);
        }
    }

    private static URI uri(ProviderConfig provider, UpstreamRequest request) {
        String base = provider.baseUrl().toString();
        return URI.create(
                (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                        + request.path());
    }

    /// The library's own exception repeats the value, which may be a credential.
    private static void set(
            HttpRequest.Builder http, ProviderConfig provider, String name, String value)
            throws UpstreamException {
        try {
            http.setHeader(name, value);
        } catch (IllegalArgumentException _) {
            throw notSetUp(provider, "the header " + name + " has a value not allowed", null);
        }
    }

    private static UpstreamException notSetUp(
            ProviderConfig provider, String what, @Nullable Throwable cause) {
        return new UpstreamException(Kind.NOT_SET_UP, provider.id() + ": " + what, cause);
    }

    private static UpstreamException failed(Throwable cause) {
        boolean unsent =
                switch (cause) {
                    case ConnectException _, HttpConnectTimeoutException _ -> true;
                    case UnresolvedAddressException _, SSLHandshakeException _ -> true;
                    default -> false;
                };
        return unsent
                ? new UpstreamException(Kind.NOT_SENT, "cannot connect", cause)
                : new UpstreamException(Kind.BROKEN, "no answer", cause);
    }

    private static HttpHead head(HttpResponse<?> response) {
        var headers = new TreeMap<String, String>();
        response.headers()
                .map()
                .forEach((name, values) ->
                        headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
        return new HttpHead(response.statusCode(), headers);
    }
}
