package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.tollgate.core.call.Deadline;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.config.Patience;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.llmproxy.dialect.Answer;
import dev.tollgate.llmproxy.dialect.bedrock.BedrockDialects;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.TokenBound;
import dev.tollgate.llmproxy.provider.UpstreamRequest;
import dev.tollgate.llmproxy.upstream.UpstreamClients;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.MutableClock;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Defects and misconfiguration around one attempt: who pays, and that nobody is told to try again
/// what was paid for.
final class CallTargetTest {
    private static final TokenBound BOUND = new TokenBound(10, 20);

    private final MutableClock clock = new MutableClock(Fixtures.NOW);
    private final Meter meter = new Meter(BOUND);

    private GatewayError refusal(URI url, AnswerReader reader) throws IOException {
        var exchange =
                new Exchange(new UpstreamRequest("/x", Map.of(), new byte[0]), BOUND, reader);
        var provider = new ProviderConfig("sim", ProviderKind.OPENAI, url, null, null, 9);
        var attempt =
                new CallTarget.Attempt(
                        Fixtures.ACME,
                        exchange,
                        provider,
                        Patience.UNBOUNDED,
                        false,
                        Deadline.in(Duration.ofSeconds(30), clock),
                        meter,
                        "req-1");
        var target = new CallTarget(UpstreamClients.create(_ -> "", clock), clock);
        var dialect = BedrockDialects.create();
        var request = Rig.request("sim.claude", "converse", Rig.SAY_HELLO, Map.of());
        var answer =
                new Answer(
                        dialect.read(request).writer(),
                        error -> dialect.refusal(error, "req-1"),
                        new Client());
        return target.call(attempt, answer).orElseThrow().error();
    }

    static Stream<Runnable> defects() {
        return Stream.of(
                () -> {
                    throw new IllegalStateException("defect");
                },
                () -> {
                    throw new StackOverflowError("defect");
                },
                () -> {
                    throw new OutOfMemoryError("defect");
                });
    }

    @ParameterizedTest
    @MethodSource("defects")
    void call_defectAfterTheAnswerCame_isChargedAndNotRetriable(Runnable defect)
            throws IOException {
        try (var upstream = new ScriptedUpstream((_, wire) -> wire.whole(200, "{}"))) {
            GatewayError error = refusal(upstream.url(), new Defective(defect));
            assertInstanceOf(GatewayError.UpstreamCut.class, error);
            assertEquals(Outcome.CUT, meter.outcome());
            assertEquals(BOUND.whole(), meter.charged());
        }
    }

    @Test
    void call_providerThatCannotBeAddressed_isFreeAndNotRetriable() throws IOException {
        GatewayError error = refusal(URI.create("https://169.254.1.1"), new Defective(() -> {}));
        assertInstanceOf(GatewayError.UpstreamRejected.class, error);
        assertEquals(Outcome.FAILED, meter.outcome());
        assertEquals(0, meter.charged().tokens());
    }

    /// A reader with a defect.
    private record Defective(Runnable defect) implements AnswerReader {
        @Override
        public Map<String, String> head(HttpHead head) {
            return Map.of();
        }

        @Override
        public List<Piece> accept(byte[] bytes) {
            defect.run();
            return List.of();
        }

        @Override
        public List<Piece> end() {
            return List.of();
        }

        @Override
        public String complaint(byte[] body) {
            return "";
        }
    }
}
