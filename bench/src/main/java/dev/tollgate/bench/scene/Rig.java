package dev.tollgate.bench.scene;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.authorizer.AuthorizerFunction;
import dev.tollgate.core.config.Settings;
import dev.tollgate.llmproxy.LlmProxyFunction;
import dev.tollgate.testkit.LambdaContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Authorizer and proxy in this process as Lambda calls them, stores in memory, in front of the
/// mock in a process of its own. Log lines are written and go nowhere.
public final class Rig implements AutoCloseable {
    private static final LambdaContext CONTEXT = new LambdaContext("bench");

    private final Issuer issuer = new Issuer();
    private final Child mock;
    private final Scene scene;
    private final LlmProxyFunction proxy;
    private final AuthorizerFunction authorizer;

    /// @param mock what is started as the upstream, see [Child#java]
    public Rig(Class<?> mock) {
        System.setOut(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        this.mock = Child.java(List.of(), mock);
        scene = Scene.of(URI.create("http://127.0.0.1:" + this.mock.port()), issuer.url());
        Settings settings = scene.settings();
        proxy = new LlmProxyFunction(settings);
        authorizer = new AuthorizerFunction(settings);
    }

    public Scene scene() {
        return scene;
    }

    public Issuer issuer() {
        return issuer;
    }

    /// One call of the proxy, to its end.
    public FirstContent call(byte[] event) {
        var answer = new FirstContent();
        invoke(proxy, event, answer);
        return answer;
    }

    /// One call of the authorizer.
    public FirstContent authorize(byte[] event) {
        var answer = new FirstContent();
        invoke(authorizer, event, answer);
        return answer;
    }

    /// One invocation, as Lambda makes it.
    public static void invoke(RequestStreamHandler function, byte[] event, OutputStream out) {
        try {
            function.handleRequest(new ByteArrayInputStream(event), out, CONTEXT);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        proxy.close();
        authorizer.close();
        mock.close();
        issuer.close();
    }
}
