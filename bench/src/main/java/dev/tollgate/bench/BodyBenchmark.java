package dev.tollgate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.bench.plain.PlainFunction;
import dev.tollgate.bench.scene.Bodies;
import dev.tollgate.bench.scene.Events;
import dev.tollgate.bench.scene.FirstContent;
import dev.tollgate.bench.scene.Rig;
import dev.tollgate.bench.scene.Scene;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.llmproxy.LlmProxyFunction;
import dev.tollgate.llmproxy.dialect.CallIdentity;
import dev.tollgate.llmproxy.dialect.ClientCall;
import dev.tollgate.llmproxy.dialect.Dialect;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.Provider;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.runtime.FunctionContext;
import dev.tollgate.runtime.ProxyRequest;
import dev.tollgate.runtime.StreamingFunction;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.SequentialIds;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/// What reading costs: a Converse body of 20 KB made ready for Bedrock, beside Jackson alone on the
/// same bytes; and an event of the usual size through a function that does nothing.
@State(Scope.Benchmark)
public class BodyBenchmark {
    private static final URI NOBODY = URI.create("http://127.0.0.1:9");

    private final byte[] body = Bodies.longConversation();
    private final byte[] event = Events.proxy("sim.claude", "converse", Bodies.converse());
    private final byte[] longEvent = Events.proxy("sim.claude", "converse", body);
    private final ObjectMapper json = new ObjectMapper();
    private final SequentialIds ids = new SequentialIds();
    private final Scene scene = Scene.of(NOBODY, NOBODY);
    private final ApplicationContext context =
            FunctionContext.start(scene.settings(), LlmProxyFunction.class);
    private final StreamingFunction plain =
            StreamingFunction.start(scene.settings(), PlainFunction.class);
    private final Dialect dialect = dialect(RouteFamily.BEDROCK);
    private final Provider.Native bedrock =
            context.getBeansOfType(Provider.Native.class).stream()
                    .filter(provider -> provider.kind() == ProviderKind.BEDROCK)
                    .findFirst()
                    .orElseThrow();
    private final Upstream upstream =
            new Upstream(
                    Objects.requireNonNull(
                            scene.config().platform().providers().get("sim-bedrock")),
                    new Target("sim-bedrock", "anthropic.claude-sim-v1:0", 256),
                    Fixtures.PRICE);
    private final ProxyRequest request =
            new ProxyRequest(
                    "POST",
                    "/model/{modelId}/converse",
                    "/model/sim.claude/converse",
                    Map.of("content-type", List.of("application/json")),
                    Map.of(),
                    Map.of("modelId", "sim.claude"),
                    Map.of(),
                    "r-1",
                    body);

    @TearDown
    public void close() {
        context.close();
        plain.close();
    }

    /// Read strictly, hashed, bounded, the bound spliced in.
    @Benchmark
    public Exchange prepared(Blackhole hash) {
        ClientCall call = dialect.read(request);
        hash.consume(CallIdentity.of(request, call.content(), ids));
        return bedrock.pass(call.content(), upstream);
    }

    /// The floor: the same bytes as a Jackson tree.
    @Benchmark
    public JsonNode jacksonTree() throws IOException {
        return json.readTree(body);
    }

    /// Event in, prelude and the same body out: 0.6 KB.
    @Benchmark
    public FirstContent plainFunction() {
        return plain(event);
    }

    /// The same with 20 KB.
    @Benchmark
    public FirstContent plainFunctionLongBody() {
        return plain(longEvent);
    }

    private Dialect dialect(RouteFamily family) {
        return context.getBeansOfType(Dialect.class).stream()
                .filter(each -> each.family() == family)
                .findFirst()
                .orElseThrow();
    }

    private FirstContent plain(byte[] in) {
        var out = new FirstContent();
        Rig.invoke(plain, in, out);
        return out;
    }
}
