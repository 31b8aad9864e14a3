package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.config.Route;
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

/// Every case in which two languages differ, by the client's dialect and the upstream's:
/// `golden/<dialect>/<case>.json` is what the client sends, `<case>.<provider>.json` what must
/// reach the upstream (nothing, where the gateway refuses), what it answers (`answer`, or `chunks`
/// of a stream, with its `status` where that is an error) and what must reach the client (`client`,
/// with `clientStatus` then). `-Dgolden.rewrite=true` writes the files anew; the difference is then
/// reviewed.
final class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final ObjectMapper JSON = new ObjectMapper();

    /// A model on Bedrock that does not speak Anthropic's language.
    private static final String NOVA = "sim.nova";

    /// The alias behind which each kind of provider stands.
    private static final Map<String, String> ALIASES =
            Map.of(
                    "openai",
                    "sim.gpt",
                    "bedrock",
                    "sim.claude",
                    "gemini",
                    Rig.GEMINI,
                    "anthropic",
                    Rig.ANTHROPIC);

    private static final Set<String> DIALECTS = Set.of("anthropic", "bedrock", "openai");

    private final Rig rig = new Rig((_, wire) -> wire.whole(500, "{}"));

    /// A refusal names the aliases that could: these, whatever other tests call theirs.
    GoldenTest() {
        rig.only(ALIASES.values());
    }

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
        actual.set(
                "upstream",
                rig.upstream.requests().isEmpty()
                        ? null
                        : JSON.readTree(rig.upstream.requests().getFirst().body()));
        String given = stream ? "chunks" : "answer";
        if (golden.has("status")) {
            actual.set("status", golden.get("status"));
        }
        actual.set(given, golden.get(given));
        if (golden.has("status")) {
            actual.put("clientStatus", client.status());
        }
        actual.set("client", stream ? pieces(one, client) : JSON.readTree(client.text()));
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(actual) + "\n";
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(one.golden(), text, StandardCharsets.UTF_8);
        }
        assertEquals(Files.readString(one.golden()), text);
    }

    private Client call(Case one, boolean stream) throws IOException {
        String alias = alias(one);
        String request = Files.readString(one.request()).replace("$ALIAS", alias);
        return switch (one.dialect()) {
            case "bedrock" -> rig.call(alias, stream ? "converse-stream" : "converse", request);
            case "openai" -> rig.complete(request);
            case "anthropic" -> rig.send(Rig.messages("", request, Map.of()));
            default -> throw new IllegalArgumentException(one.dialect());
        };
    }

    /// On Bedrock Anthropic's models speak Anthropic's language, so that nothing is translated.
    private String alias(Case one) {
        if (one.dialect().equals("anthropic") && one.provider().equals("bedrock")) {
            rig.route(NOVA, Route.to(Speech.BEDROCK.target("nova-sim")));
            return NOVA;
        }
        return Objects.requireNonNull(ALIASES.get(one.provider()));
    }

    private static void play(String provider, JsonNode golden, ScriptedUpstream.Wire wire)
            throws IOException {
        if (!golden.has("chunks")) {
            wire.whole(
                    golden.path("status").asInt(200),
                    golden.path("answer").toString(),
                    "content-type: application/json");
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
        return one.dialect().equals("bedrock") ? frames(client) : events(client);
    }

    private static ArrayNode frames(Client client) throws IOException {
        ArrayNode list = JSON.createArrayNode();
        for (String frame : client.frames()) {
            List<String> parts = List.of(frame.split(" ", 2));
            list.addObject().set(Objects.requireNonNull(parts.get(0)), JSON.readTree(parts.get(1)));
        }
        return list;
    }

    /// The data of server-sent events; one that has a name is of the type that its data says.
    private static ArrayNode events(Client client) throws IOException {
        ArrayNode list = JSON.createArrayNode();
        for (String event : client.text().strip().split("\n\n", -1)) {
            String data = event.substring(event.indexOf("data: ") + "data: ".length());
            if (data.equals("[DONE]")) {
                list.add(data);
                continue;
            }
            JsonNode document = JSON.readTree(data);
            if (event.startsWith("event: ")) {
                String name = event.substring("event: ".length(), event.indexOf('\n'));
                assertEquals(document.path("type").asText(), name);
            }
            list.add(document);
        }
        return list;
    }
}
