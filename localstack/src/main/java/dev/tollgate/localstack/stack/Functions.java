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
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.Collectors;

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
    private record Deployed(String name, Class<?> handler, String folder, int most) {
        Launch launch(StackOptions options, Map<String, String> variables) {
            return new Launch(
                    name,
                    handler,
                    options.home().lambda(folder),
                    variables,
                    options.state().resolve(name + ".log"));
        }
    }

    /// Their names.
    static Set<String> names() {
        return DEPLOYED.stream().map(Deployed::name).collect(Collectors.toSet());
    }

    /// In this process, concurrently.
    ///
    /// @param variables of each function's environment, by its name
    static Functions start(Function<String, Map<String, String>> variables) {
        return new Functions(
                Map.of(
                        LLM_PROXY, new LlmProxyFunction(Settings.of(variables.apply(LLM_PROXY))),
                        CONTROL, new ControlFunction(Settings.of(variables.apply(CONTROL)))),
                new AuthorizerFunction(Settings.of(variables.apply(AUTHORIZER))));
    }

    /// In processes of their own.
    ///
    /// @param variables of each function's environment, by its name
    /// @throws IOException when one does not start; the message names its log
    static Functions isolated(
            StackOptions options, Function<String, Map<String, String>> variables, Clock clock)
            throws IOException {
        var starting = new HashMap<String, Future<IsolatedFunction>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Deployed one : DEPLOYED) {
                Launch launch = one.launch(options, variables.apply(one.name()));
                starting.put(
                        one.name(),
                        threads.submit(() -> IsolatedFunction.start(launch, one.most(), clock)));
            }
        }
        requireAll(starting.values());
        RequestStreamHandler authorizer =
                Objects.requireNonNull(starting.remove(AUTHORIZER)).resultNow();
        var byName = new HashMap<String, RequestStreamHandler>();
        starting.forEach((name, started) -> byName.put(name, started.resultNow()));
        return new Functions(Map.copyOf(byName), authorizer);
    }

    /// All that have ended: if one failed, none stays.
    private static void requireAll(Collection<Future<IsolatedFunction>> ended) throws IOException {
        for (Future<IsolatedFunction> one : ended) {
            if (one.state() == Future.State.FAILED) {
                ended.stream()
                        .filter(other -> other.state() == Future.State.SUCCESS)
                        .forEach(other -> other.resultNow().close());
                throw new IOException(one.exceptionNow().getMessage(), one.exceptionNow());
            }
        }
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
