package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every case in which Anthropic's language stands on one side and another on the other:
/// `<dialect>/<case>.json` is what the client sends, `<dialect>/<case>.<provider>.json` what must
/// reach the upstream, what it answers (`answer`, or `chunks` of a stream) and what must reach the
/// client. `-Dgolden.rewrite=true` writes the files anew; the difference is then reviewed.
final class MessagesGoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Rig rig = new Rig((_, wire) -> wire.whole(500, "{}"));

    @AfterEach
    void close() {
        rig.close();
    }

    static Stream<String> cases() throws IOException {
        return Stream.concat(
                cases("anthropic/", ".openai.json"), cases("bedrock/", ".anthropic.json"));
    }

    private static Stream<String> cases(String dialect, String end) throws IOException {
        try (var files = Files.list(FOLDER.resolve(dialect))) {
            return files
                    .map(file -> dialect + file.getFileName())
                    .filter(name -> name.endsWith(end))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void call_case_asTheGoldenFileSays(String name) throws IOException {
        boolean anthropicClient = name.startsWith("anthropic/");
        Path file = FOLDER.resolve(name);
        String request = name.replaceFirst("\\.[a-z]+\\.json$", ".json");
        JsonNode golden = JSON.readTree(Files.readString(file));
        boolean stream = golden.has("chunks");
        answer(golden);
        String body = Files.readString(FOLDER.resolve(request));
        Client client =
                anthropicClient
                        ? rig.send(Rig.messages("", body, Map.of()))
                        : rig.call(Rig.ANTHROPIC, stream ? "converse-stream" : "converse", body);

        var actual = JSON.createObjectNode();
        actual.set(
                "upstream",
                rig.upstream.requests().isEmpty()
                        ? null
                        : JSON.readTree(rig.upstream.requests().getFirst().body()));
        String given = stream ? "chunks" : "answer";
        actual.set(given, golden.get(given));
        actual.set(
                "client",
                !stream
                        ? JSON.readTree(client.text())
                        : anthropicClient ? events(client) : frames(client));
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(actual) + "\n";
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        }
        assertEquals(Files.readString(file), text);
    }

    private void answer(JsonNode golden) {
        rig.upstream.script((_, wire) -> {
            if (golden.has("chunks")) {
                wire.stream("text/event-stream");
                for (JsonNode chunk : golden.path("chunks")) {
                    wire.chunk("data: " + chunk + "\n\n");
                }
                wire.end();
            } else {
                wire.whole(200, golden.path("answer").toString());
            }
        });
    }

    private static JsonNode events(Client client) throws IOException {
        var list = JSON.createArrayNode();
        for (String event : client.text().split("\n\n", -1)) {
            if (!event.isEmpty()) {
                String[] lines = event.split("\n", -1);
                JsonNode data = JSON.readTree(lines[1].substring("data: ".length()));
                assertEquals("event: " + data.path("type").asText(), lines[0]);
                list.add(data);
            }
        }
        return list;
    }

    private static ArrayNode frames(Client client) throws IOException {
        var list = JSON.createArrayNode();
        for (String frame : client.frames()) {
            List<String> parts = List.of(frame.split(" ", 2));
            list.addObject().set(Objects.requireNonNull(parts.get(0)), JSON.readTree(parts.get(1)));
        }
        return list;
    }
}
