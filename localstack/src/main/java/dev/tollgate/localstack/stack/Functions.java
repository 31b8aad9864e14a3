package dev.tollgate.localstack.stack;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.authorizer.AuthorizerFunction;
import dev.tollgate.control.ControlFunction;
import dev.tollgate.core.config.Settings;
import dev.tollgate.llmproxy.LlmProxyFunction;
import dev.tollgate.localstack.isolated.IsolatedFunction;
import dev.tollgate.localstack.isolated.Launch;
import dev.tollgate.runtime.ProxyFunction;
import java.io.IOException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The functions as Lambda would run them, by the names that the contract gives them.
record Functions(Map<String, RequestStreamHandler> byName, RequestStreamHandler authorizer)
        implements AutoCloseable {
    private static final String LLM_PROXY = "llm-proxy";
    private static final String CONTROL = "control";
    private static final String AUTHORIZER = "authorizer";

    /// Eight environments in all: what a laptop bears.
    private static final List<Deployed> DEPLOYED =
            List.of(
                    new Deployed(LLM_PROXY, LlmProxyFunction.class, "functions/llm-proxy", 5),
                    new Deployed(CONTROL, ControlFunction.class, "functions/control", 1),
                    new Deployed(AUTHORIZER, AuthorizerFunction.class, "authorizer", 2));

    /// @param folder of its module
    /// @param most environments
    private record Deployed(String name, Class<?> handler, String folder, int most) {}

    /// In this process, concurrently.
    static Functions start(Settings settings) {
        return new Functions(
                Map.of(
                        LLM_PROXY, new LlmProxyFunction(settings),
                        CONTROL, new ControlFunction(settings)),
                new AuthorizerFunction(settings));
    }

    /// In processes of their own.
    ///
    /// @param variables the functions' configuration
    /// @throws IOException when one does not start; the message names its log
    static Functions isolated(StackOptions options, Map<String, String> variables, Clock clock)
            throws IOException {
        var started = new HashMap<String, IsolatedFunction>();
        try {
            for (Deployed one : DEPLOYED) {
                var launch =
                        new Launch(
                                one.name(),
                                one.handler(),
                                options.home().lambda(one.folder()),
                                variables,
                                options.state().resolve(one.name() + ".log"));
                started.put(one.name(), IsolatedFunction.start(launch, one.most(), clock));
            }
        } catch (IOException e) {
            started.values().forEach(IsolatedFunction::close);
            throw e;
        }
        RequestStreamHandler authorizer = Objects.requireNonNull(started.remove(AUTHORIZER));
        return new Functions(Map.copyOf(started), authorizer);
    }

    @Override
    public void close() {
        byName.values().forEach(Functions::close);
        close(authorizer);
    }

    private static void close(RequestStreamHandler function) {
        switch (function) {
            case IsolatedFunction isolated -> isolated.close();
            case ProxyFunction proxy -> proxy.close();
            case AuthorizerFunction here -> here.close();
            default -> {}
        }
    }
}
