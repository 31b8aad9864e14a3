package dev.tollgate.localstack.isolated;

import java.io.IOException;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.VirtualThreadPool;

/// The Runtime API of one environment, on a loopback port of its own: `AWS_LAMBDA_RUNTIME_API`
/// names a host and a port and has no room for more.
final class RuntimeApiServer implements AutoCloseable {
    private final Server server;
    private final ServerConnector connector;

    private RuntimeApiServer(Server server, ServerConnector connector) {
        this.server = server;
        this.connector = connector;
    }

    static RuntimeApiServer start(Invocations invocations) throws IOException {
        var server = new Server(new VirtualThreadPool());
        var connector = new ServerConnector(server, 0, 1);
        connector.setHost("127.0.0.1");
        // An environment may wait for days.
        connector.setIdleTimeout(0);
        server.addConnector(connector);
        server.setStopTimeout(0);
        server.setHandler(new RuntimeApiHandler(invocations));
        try {
            server.start();
        } catch (Exception e) {
            throw new IOException("a Runtime API does not start", e);
        }
        return new RuntimeApiServer(server, connector);
    }

    /// `host:port`.
    String address() {
        return "127.0.0.1:" + connector.getLocalPort();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("a Runtime API does not stop", e);
        }
    }
}
