package dev.tollgate.localstack.api;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.http2.server.HTTP2CServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/// Jetty on loopback, set up so that nothing of a request is decoded, normalised or refused before
/// the gateway has seen it. Requests are served on virtual threads.
final class LoopbackServer implements AutoCloseable {
    private static final String LOOPBACK = "127.0.0.1";

    /// How long API Gateway lets a streaming regional API be silent.
    private static final Duration IDLE = Duration.ofMinutes(5);

    /// Well above the gateway's own limit, so that it is the gateway that refuses.
    private static final int HEADER_BYTES = 64 * 1024;

    private final Server server;
    private final ServerConnector cleartext;
    private final Optional<ServerConnector> tls;

    private LoopbackServer(
            Server server, ServerConnector cleartext, Optional<ServerConnector> tls) {
        this.server = server;
        this.cleartext = cleartext;
        this.tls = tls;
    }

    /// @throws IOException naming the port that could not be had
    static LoopbackServer start(ApiEmulator.Options options, Handler handler) throws IOException {
        var threads = new QueuedThreadPool();
        threads.setName("api");
        threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("api-"));
        var server = new Server(threads);
        server.setErrorHandler(new PlainErrors(options.ids()));
        server.setHandler(handler);
        HttpConfiguration http = configuration();
        ServerConnector cleartext =
                connector(
                        server,
                        options.port(),
                        oneDotOne(http),
                        new HTTP2CServerConnectionFactory(http));
        Optional<ServerConnector> tls =
                options.keystore().map(keystore -> tls(server, options.tlsPort(), keystore));
        var started = new LoopbackServer(server, cleartext, tls);
        try {
            server.start();
            return started;
        } catch (Exception e) {
            started.close();
            throw new IOException("the API emulator did not start: " + e.getMessage(), e);
        }
    }

    int port() {
        return cleartext.getLocalPort();
    }

    int tlsPort() {
        return tls.orElseThrow().getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the API emulator did not stop", e);
        }
    }

    private static HttpConfiguration configuration() {
        var configuration = new HttpConfiguration();
        configuration.setUriCompliance(UriCompliance.UNSAFE);
        configuration.setHttpCompliance(
                HttpCompliance.RFC9110.with(
                        "as-sent", HttpCompliance.Violation.CASE_SENSITIVE_FIELD_NAME));
        configuration.setHeaderCacheCaseSensitive(true);
        configuration.setRequestHeaderSize(HEADER_BYTES);
        configuration.setSendServerVersion(false);
        configuration.setIdleTimeout(IDLE.toMillis());
        return configuration;
    }

    private static HttpConnectionFactory oneDotOne(HttpConfiguration configuration) {
        return new WholeChunks(configuration);
    }

    private static ServerConnector tls(Server server, int port, ApiEmulator.Keystore keystore) {
        var certificate = new SslContextFactory.Server();
        certificate.setKeyStorePath(keystore.file().toString());
        certificate.setKeyStoreType("PKCS12");
        certificate.setKeyStorePassword(keystore.password());
        HttpConfiguration https = configuration();
        // Clients come by address as well as by name.
        https.addCustomizer(new SecureRequestCustomizer(false));
        var alpn = new ALPNServerConnectionFactory("h2", "http/1.1");
        alpn.setDefaultProtocol(HttpVersion.HTTP_1_1.asString());
        return connector(
                server,
                port,
                new SslConnectionFactory(certificate, alpn.getProtocol()),
                alpn,
                new HTTP2ServerConnectionFactory(https),
                oneDotOne(https));
    }

    private static ServerConnector connector(
            Server server, int port, ConnectionFactory... protocols) {
        var connector = new ServerConnector(server, protocols);
        connector.setHost(LOOPBACK);
        connector.setPort(port);
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        return connector;
    }
}
