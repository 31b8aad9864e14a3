package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Recorded answers against costs that were worked out by hand: `usage/recordings.yaml`, whose head
/// says what each member is.
final class UsageCostTest {
    private static final Path FILE = Path.of("src/test/resources/usage/recordings.yaml");
    private static final String BYTES = "aGkh".repeat(100);
    private static final String SOUND =
            "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\"%s\",\"format\":\"wav\"}}"
                    .formatted(BYTES);
    private static final String IMAGE =
            "{\"image\":{\"format\":\"png\",\"source\":{\"bytes\":\"%s\"}}}".formatted(BYTES);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Rig rig = new Rig((_, wire) -> wire.whole(500, "{}"));

    enum Api {
        OPENAI,
        ANTHROPIC,
        GEMINI,
        CONVERSE,
        GUARDRAIL
    }

    @JsonIgnoreProperties("because")
    record Recording(
            String name,
            Api api,
            Map<String, Long> price,
            int text,
            boolean sound,
            Map<String, JsonNode> more,
            @Nullable JsonNode answer,
            @Nullable List<JsonNode> events,
            boolean cut,
            @Nullable Integer sent,
            Map<String, Long> counts,
            boolean estimated,
            Outcome outcome,
            long nanos) {
        Usage usage() {
            return new Usage(byKind(counts), estimated);
        }

        @Override
        public String toString() {
            return api.name().toLowerCase(Locale.ROOT) + ": " + name;
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    static Stream<Recording> recordings() throws IOException {
        JsonNode root = new YAMLMapper().readTree(Files.readString(FILE));
        return root.path("recordings").valueStream().map(one -> recording(root, one));
    }

    private static Recording recording(JsonNode root, JsonNode one) {
        ObjectNode full = root.path("defaults").deepCopy();
        full.setAll((ObjectNode) one);
        full.set("price", root.path("prices").path(one.path("price").asText()));
        full.put("api", full.path("api").asText().toUpperCase(Locale.ROOT));
        full.put("outcome", full.path("outcome").asText().toUpperCase(Locale.ROOT));
        return JSON.convertValue(full, Recording.class);
    }

    @ParameterizedTest
    @MethodSource("recordings")
    void call_recording_costsWhatWasWorkedOut(Recording one) throws IOException {
        var price = new Price("hand", Instant.EPOCH, byKind(one.price()));
        switch (price.offering()) {
            case MODEL -> rig.price(price);
            case GUARDRAIL -> rig.unitPrice(price);
        }
        rig.upstream.script((_, wire) -> play(one, wire));

        call(one);

        Attempt attempt = rig.books.lines(Fixtures.ACME, 1).getFirst().attempts().getFirst();
        assertEquals(one.usage(), attempt.usage());
        assertEquals(new Money(one.nanos()), attempt.cost());
        assertEquals(one.outcome(), attempt.outcome());
        assertFalse(attempt.boundExceeded());
        String sent = rig.upstream.requests().getFirst().body();
        assertEquals(one.sound(), sent.contains(BYTES));
        if (one.sent() != null) {
            assertEquals(one.sent(), sent.length());
        }
    }

    private void call(Recording one) throws IOException {
        String text = '"' + "x".repeat(one.text()) + '"';
        String content =
                one.sound() ? "[{\"type\":\"text\",\"text\":%s},%s]".formatted(text, SOUND) : text;
        switch (one.api()) {
            case OPENAI -> rig.complete(body("sim.gpt", content, one));
            case GEMINI -> rig.complete(body(Rig.GEMINI, content, one));
            case ANTHROPIC ->
                    rig.send(Rig.messages("", body(Rig.ANTHROPIC, content, one), Map.of()));
            case CONVERSE ->
                    rig.call(
                            "sim.claude",
                            one.events() == null ? "converse" : "converse-stream",
                            "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":%s}]}],\"inferenceConfig\":{\"maxTokens\":32}}"
                                    .formatted(text));
            case GUARDRAIL -> rig.guard(Rig.MASK, "1", judged(one));
        }
    }

    private static String judged(Recording one) {
        String text = "{\"text\":{\"text\":\"%s\"}}".formatted("x".repeat(one.text()));
        return "{\"source\":\"INPUT\",\"content\":[%s]}"
                .formatted(one.sound() ? text + "," + IMAGE : text);
    }

    private static String body(String alias, String content, Recording one) {
        String more =
                one.more().entrySet().stream()
                        .map(member -> ",\"" + member.getKey() + "\":" + member.getValue())
                        .collect(Collectors.joining());
        return "{\"model\":\"%s\",\"max_tokens\":32,\"messages\":[{\"role\":\"user\",\"content\":%s}]%s}"
                .formatted(alias, content, more);
    }

    private static void play(Recording one, ScriptedUpstream.Wire wire) throws IOException {
        if (one.events() == null) {
            wire.whole(200, String.valueOf(one.answer()), "content-type: application/json");
            return;
        }
        boolean frames = one.api() == Api.CONVERSE;
        wire.stream(frames ? Speech.BEDROCK.streamType() : "text/event-stream");
        for (JsonNode event : one.events()) {
            wire.chunk(frames ? frame(event) : sse(event));
        }
        if (!one.cut()) {
            wire.end();
        }
    }

    private static byte[] frame(JsonNode event) {
        var typed = event.properties().iterator().next();
        return Frames.event(typed.getKey(), typed.getValue().toString());
    }

    private static byte[] sse(JsonNode event) {
        String data = event.isTextual() ? event.textValue() : event.toString();
        String name = event.path("type").asText();
        String text = (name.isEmpty() ? "" : "event: " + name + "\n") + "data: " + data + "\n\n";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<UsageKind, Long> byKind(Map<String, Long> words) {
        return words.entrySet().stream()
                .collect(Collectors.toMap(word -> kind(word.getKey()), Map.Entry::getValue));
    }

    private static UsageKind kind(String word) {
        return Arrays.stream(UsageKind.values())
                .filter(kind -> kind.word().equals(word))
                .findFirst()
                .orElseThrow();
    }
}
