package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every case in which two languages of Bedrock and OpenAI differ, by the client's dialect and the
/// upstream's: `golden/<dialect>/<case>.json` is what the client sends, `<case>.<provider>.json`
/// what must reach the upstream, what it answers (`answer`, or `chunks` of a stream) and what must
/// reach the client (`client`). `-Dgolden.rewrite=true` writes the files anew; the difference is
/// then reviewed.
final class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final ObjectMapper JSON = new ObjectMapper();

    /// The alias behind which each kind of provider stands.
    private static final Map<String, String> ALIASES =
            Map.of("openai", "sim.gpt", "bedrock", "sim.claude", "gemini", Rig.GEMINI);

    private static final Set<String> DIALECTS = Set.of("bedrock", "openai");

    private final Rig rig = new Rig((_, wire) -> wire.whole(500, "{}"));

    @AfterEach
    void close() {
        rig.close();
    }

    /// @param name of the case
    record Case(String dialect, String name, String provider) {
        Path request() {
            return FOLDER.resolve(dialect).resolve(name + ".json");
        }

        Path golden() {
            return FOLDER.resolve(dialect).resolve(name + "." + provider + ".json");
        }

        @Override
        public String toString() {
            return dialect + " " + name + " " + provider;
        }
    }

    static Stream<Case> cases() throws IOException {
        try (var files = Files.walk(FOLDER)) {
            return files
                    .filter(Files::isRegularFile)
                    .sorted()
                    .flatMap(GoldenTest::ofFile)
                    .toList()
                    .stream();
        }
    }

    private static Stream<Case> ofFile(Path file) {
        Path path = FOLDER.relativize(file);
        List<String> parts = List.of(path.getFileName().toString().split("\\.", -1));
        return parts.size() == 3
                        && DIALECTS.contains(path.getName(0).toString())
                        && ALIASES.containsKey(parts.get(1))
                ? Stream.of(new Case(path.getName(0).toString(), parts.get(0), parts.get(1)))
                : Stream.empty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void call_case_asTheGoldenFileSays(Case one) throws IOException {
        JsonNode golden = JSON.readTree(Files.readString(one.golden()));
        boolean stream = golden.has("chunks");
        rig.upstream.script((_, wire) -> play(one.provider(), golden, wire));
        Client client = call(one, stream);

        ObjectNode actual = JSON.createObjectNode();
        assertFalse(rig.upstream.requests().isEmpty(), client.text());
        actual.set("upstream", JSON.readTree(rig.upstream.requests().getFirst().body()));
        String given = stream ? "chunks" : "answer";
        actual.set(given, golden.get(given));
        actual.set("client", stream ? pieces(one, client) : JSON.readTree(client.text()));
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(actual) + "\n";
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(one.golden(), text, StandardCharsets.UTF_8);
        }
        assertEquals(Files.readString(one.golden()), text);
    }

    private Client call(Case one, boolean stream) throws IOException {
        String request = Files.readString(one.request());
        String alias = Objects.requireNonNull(ALIASES.get(one.provider()));
        return switch (one.dialect()) {
            case "bedrock" -> rig.call(alias, stream ? "converse-stream" : "converse", request);
            case "openai" -> rig.complete(request.replace("$ALIAS", alias));
            default -> throw new IllegalArgumentException(one.dialect());
        };
    }

    private static void play(String provider, JsonNode golden, ScriptedUpstream.Wire wire)
            throws IOException {
        if (!golden.has("chunks")) {
            wire.whole(200, golden.path("answer").toString(), "content-type: application/json");
            return;
        }
        boolean frames = provider.equals("bedrock");
        wire.stream(frames ? "application/vnd.amazon.eventstream" : "text/event-stream");
        for (JsonNode chunk : golden.path("chunks")) {
            if (frames) {
                var event = chunk.properties().iterator().next();
                wire.chunk(Frames.event(event.getKey(), event.getValue().toString()));
            } else {
                wire.chunk("data: " + chunk + "\n\n");
            }
        }
        wire.end();
    }

    private static JsonNode pieces(Case one, Client client) throws IOException {
        ArrayNode list = JSON.createArrayNode();
        if (one.dialect().equals("bedrock")) {
            for (String frame : client.frames()) {
                int space = frame.indexOf(' ');
                list.addObject()
                        .set(frame.substring(0, space), JSON.readTree(frame.substring(space + 1)));
            }
        } else {
            for (String event : client.text().split("\n\n", -1)) {
                String data = event.replaceFirst("^data: ", "");
                if (data.equals("[DONE]")) {
                    list.add(data);
                } else if (!data.isEmpty()) {
                    list.add(JSON.readTree(data));
                }
            }
        }
        return list;
    }
}
