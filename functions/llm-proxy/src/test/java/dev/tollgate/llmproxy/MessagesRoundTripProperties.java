package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.chat.ChatEvent.StopReason;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.dialect.AnswerWriter;
import dev.tollgate.llmproxy.dialect.ClientCall;
import dev.tollgate.llmproxy.dialect.SaidBlocks;
import dev.tollgate.llmproxy.dialect.anthropic.AnthropicDialects;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.Provider;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.llmproxy.provider.anthropic.AnthropicProviders;
import dev.tollgate.testkit.Fixtures;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What the provider writes, the dialect reads as the same chat; and what the dialect writes, the
/// provider reads as the same answer.
final class MessagesRoundTripProperties {
    private static final int ROUNDS = 1000;
    private static final Provider.Translating PROVIDER =
            (Provider.Translating) AnthropicProviders.create();
    private static final Upstream UPSTREAM =
            new Upstream(
                    new ProviderConfig(
                            "a",
                            ProviderKind.ANTHROPIC,
                            URI.create("https://a.example"),
                            null,
                            null,
                            1_000_000),
                    new Target("a", "m", 1_000_000),
                    Fixtures.PRICE);

    private static ClientCall read(byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        return AnthropicDialects.create().read(Rig.messages("", text, Map.of()));
    }

    @Test
    void request_writtenAndRead_isTheSameChat() {
        long first = new Random().nextLong();
        System.out.println("seed " + first);
        for (long seed = first; seed < first + ROUNDS; seed++) {
            ChatRequest chat = new ChatSampler(seed).request();
            byte[] body = PROVIDER.translate(chat, UPSTREAM).request().body();
            ChatRequest again = read(body).chat();
            String what = "seed " + seed + ": " + new String(body, StandardCharsets.UTF_8);
            assertEquals(chat.system(), again.system(), what);
            assertEquals(chat.turns(), again.turns(), what);
            assertEquals(chat.tools(), again.tools(), what);
            assertEquals(chat.sampling(), again.sampling(), what);
            assertEquals(chat.reasoning(), again.reasoning(), what);
            assertEquals(chat.format(), again.format(), what);
            assertEquals(chat.stream(), again.stream(), what);
        }
    }

    @Test
    void answer_writtenAndRead_isTheSame() throws Exception {
        long first = new Random().nextLong();
        System.out.println("seed " + first);
        for (long seed = first; seed < first + ROUNDS; seed++) {
            List<ChatEvent> answer = new ChatSampler(seed).answer();
            for (boolean stream : new boolean[] {false, true}) {
                var expected = new SaidBlocks();
                answer.forEach(expected::add);
                var actual = new SaidBlocks();
                again(answer, stream).forEach(actual::add);
                String what = "seed " + seed + ", stream " + stream + ": " + answer;
                assertEquals(expected.all(), actual.all(), what);
                assertEquals(sayable(expected.stop().reason()), actual.stop().reason(), what);
                assertEquals(expected.stop().sequence(), actual.stop().sequence(), what);
            }
        }
    }

    /// A filter's word is the model's own there.
    private static StopReason sayable(StopReason reason) {
        return reason == StopReason.FILTERED ? StopReason.REFUSED : reason;
    }

    private static List<ChatEvent> again(List<ChatEvent> answer, boolean stream) throws Exception {
        String asked = "{\"model\":\"m\",\"stream\":" + stream + ",\"messages\":[]}";
        AnswerWriter writer = read(asked.getBytes(StandardCharsets.UTF_8)).writer();
        var written = new ByteArrayOutputStream();
        answer.forEach(event -> written.writeBytes(writer.write(event)));
        written.writeBytes(writer.end(Usage.of(1, 1), Duration.ZERO));
        ChatRequest chat =
                read(asked.replace("[]", "[{\"role\":\"user\",\"content\":\"x\"}]")
                                .getBytes(StandardCharsets.UTF_8))
                        .chat();
        AnswerReader reader = PROVIDER.translate(chat, UPSTREAM).reader();
        var pieces = new ArrayList<>(reader.accept(written.toByteArray()));
        pieces.addAll(reader.end());
        return pieces.stream()
                .filter(Piece.Said.class::isInstance)
                .map(piece -> ((Piece.Said) piece).event())
                .toList();
    }
}
