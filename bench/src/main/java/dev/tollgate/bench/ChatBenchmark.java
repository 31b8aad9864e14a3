package dev.tollgate.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.bench.scene.Bodies;
import dev.tollgate.bench.scene.Scene;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.llmproxy.LlmProxyFunction;
import dev.tollgate.llmproxy.dialect.AnswerWriter;
import dev.tollgate.llmproxy.dialect.Dialect;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.Provider;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.runtime.FunctionContext;
import dev.tollgate.runtime.ProxyRequest;
import dev.tollgate.testkit.Fixtures;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.Blackhole;

/// What it costs to speak another language: a chat of 20 messages with 10 tools from OpenAI's
/// language into each other one, and one chunk of a stream, passed and translated. Beside them
/// Jackson alone on the same bytes.
@State(Scope.Benchmark)
public class ChatBenchmark {
    private static final URI NOBODY = URI.create("http://127.0.0.1:9");

    private final byte[] body = Bodies.toolConversation();
    private final byte[] chunk = Bodies.chatChunk();
    private final byte[] chunkAlone = Bodies.data(chunk);
    private final byte[] delta = Bodies.messageDelta();
    private final ObjectMapper json = new ObjectMapper();
    private final ApplicationContext context =
            FunctionContext.start(Scene.of(NOBODY, NOBODY).settings(), LlmProxyFunction.class);
    private final Dialect openAi =
            context.getBeansOfType(Dialect.class).stream()
                    .filter(each -> each.family() == RouteFamily.OPENAI)
                    .findFirst()
                    .orElseThrow();
    private final Provider.Translating bedrock = translating(ProviderKind.BEDROCK);
    private final Provider.Translating anthropic = translating(ProviderKind.ANTHROPIC);
    private final Provider.Translating gemini = translating(ProviderKind.GEMINI);
    private final ProxyRequest request = request(body);
    private final ProxyRequest streamed = request(Bodies.chat("gpt-sim", true));
    private final AnswerReader passing = passing();
    private final AnswerReader reading =
            anthropic
                    .translate(openAi.read(streamed).chat(), upstream(ProviderKind.ANTHROPIC))
                    .reader();
    private final AnswerWriter writing = openAi.read(streamed).writer();

    @TearDown
    public void close() {
        context.close();
    }

    /// Into Converse: read strictly, through the chat model, bounded, written; so are the others.
    @Benchmark
    public Exchange toConverse() {
        return to(bedrock);
    }

    @Benchmark
    public Exchange toMessages() {
        return to(anthropic);
    }

    @Benchmark
    public Exchange toGemini() {
        return to(gemini);
    }

    /// The floor of these: the request as a Jackson tree.
    @Benchmark
    public JsonNode requestAsTree() throws IOException {
        return json.readTree(body);
    }

    /// A chunk for a client of the same language: its bytes pass, and are read once on the way.
    @Benchmark
    public List<Piece> chunkPassed() {
        return passing.accept(chunk);
    }

    /// A delta of Messages as a chunk of chat completions.
    @Benchmark
    public void chunkTranslated(Blackhole client) {
        for (Piece piece : reading.accept(delta)) {
            if (piece instanceof Piece.Said(var event)) {
                client.consume(writing.write(event));
            }
        }
    }

    /// The floor of these: a chunk's data as a Jackson tree.
    @Benchmark
    public JsonNode chunkAsTree() throws IOException {
        return json.readTree(chunkAlone);
    }

    private Exchange to(Provider.Translating provider) {
        return provider.translate(openAi.read(request).chat(), upstream(provider.kind()));
    }

    private AnswerReader passing() {
        return context.getBeansOfType(Provider.Native.class).stream()
                .filter(provider -> provider.kind() == ProviderKind.OPENAI)
                .findFirst()
                .orElseThrow()
                .pass(openAi.read(streamed).content(), upstream(ProviderKind.OPENAI))
                .reader();
    }

    private Provider.Translating translating(ProviderKind kind) {
        return context.getBeansOfType(Provider.Translating.class).stream()
                .filter(provider -> provider.kind() == kind)
                .findFirst()
                .orElseThrow();
    }

    private static Upstream upstream(ProviderKind kind) {
        String region = kind == ProviderKind.BEDROCK ? "us-east-1" : null;
        return new Upstream(
                new ProviderConfig("bench", kind, NOBODY, region, null, 512),
                new Target("bench", "model", 256),
                Fixtures.PRICE);
    }

    private static ProxyRequest request(byte[] body) {
        return new ProxyRequest(
                "POST",
                "/v1/chat/completions",
                "/v1/chat/completions",
                Map.of("content-type", List.of("application/json")),
                Map.of(),
                Map.of(),
                Map.of(),
                "r-1",
                body);
    }
}
