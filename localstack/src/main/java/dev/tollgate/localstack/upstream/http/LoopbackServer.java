package dev.tollgate.localstack.upstream.http;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// HTTP/1.1 and cleartext HTTP/2 on 127.0.0.1, a virtual thread for each request.
public final class LoopbackServer implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final long NO_IDLE_LIMIT = 0;

    /// Connections that wait to be taken: many callers may come in the same moment.
    private static final int ALL_AT_ONCE = 1024;

    private final Server server;
    private final ServerConnector connector;

    private LoopbackServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    /// Listens, but answers 404 until [#mount].
    ///
    /// @param port 0 for any free one
    /// @throws IOException when the port cannot be had; the message says so
    public static LoopbackServer bind(int port) throws IOException {
        Server server = new Server(new VirtualThreadPool());
        HttpConfiguration http = new HttpConfiguration();
        http.setUriCompliance(UriCompliance.UNSAFE);
        http.setSendServerVersion(false);
        ServerConnector connector =
                new ServerConnector(
                        server,
                        new HttpConnectionFactory(http),
                        new HTTP2CServerConnectionFactory(http));
        connector.setHost(HOST);
        connector.setPort(port);
        connector.setIdleTimeout(NO_IDLE_LIMIT);
        connector.setAcceptQueueSize(ALL_AT_ONCE);
        server.addConnector(connector);
        server.setStopTimeout(0);
        try {
            connector.open();
        } catch (IOException taken) {
            throw new IOException(
                    "port " + port + " on 127.0.0.1 cannot be had: " + taken.getMessage(), taken);
        }
        return new LoopbackServer(server, connector);
    }

    /// Starts to answer.
    ///
    /// @param endpoints by path prefix, for example `/oidc`; none is a prefix of another. A single
    ///   one can have the empty prefix
    public void mount(Map<String, Endpoint> endpoints) throws IOException {
        server.setHandler(new Dispatch(Map.copyOf(endpoints)));
        try {
            server.start();
        } catch (Exception failed) {
            throw new IOException("the upstream server does not start", failed);
        }
    }

    /// `http://127.0.0.1:<port>`.
    public URI url() {
        return URI.create("http://" + HOST + ":" + connector.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failed) {
            throw new IllegalStateException("the upstream server does not stop", failed);
        }
    }

    private static final class Dispatch extends Handler.Abstract {
        private final Map<String, Endpoint> endpoints;

        Dispatch(Map<String, Endpoint> endpoints) {
            this.endpoints = endpoints;
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) {
            String path = String.valueOf(request.getHttpURI().getPath());
            for (Map.Entry<String, Endpoint> entry : endpoints.entrySet()) {
                if (path.startsWith(entry.getKey() + "/")) {
                    answer(
                            entry.getValue(),
                            new Exchange(request, response, entry.getKey()),
                            callback);
                    return true;
                }
            }
            return false;
        }

        private static void answer(Endpoint endpoint, Exchange exchange, Callback callback) {
            try {
                endpoint.handle(exchange);
                callback.succeeded();
            } catch (IOException | RuntimeException brokenOff) {
                callback.failed(brokenOff);
            }
        }
    }
}
