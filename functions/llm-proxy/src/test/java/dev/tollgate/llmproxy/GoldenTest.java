package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every case in which Bedrock's and OpenAI's languages differ: `<case>.json` is what the client
/// sends, `<case>.openai.json` what must reach the upstream, what it answers (`answer`, or `chunks`
/// of a stream) and what must reach the client (`client`). `-Dgolden.rewrite=true` writes the files
/// anew; the difference is then reviewed.
final class GoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/bedrock");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Rig rig = new Rig((_, wire) -> wire.whole(500, "{}"));

    @AfterEach
    void close() {
        rig.close();
    }

    static Stream<String> cases() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".openai.json"))
                    .map(name -> name.substring(0, name.length() - ".openai.json".length()))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void converse_case_asTheGoldenFileSays(String name) throws IOException {
        String request = Files.readString(FOLDER.resolve(name + ".json"));
        Path file = FOLDER.resolve(name + ".openai.json");
        JsonNode golden = JSON.readTree(Files.readString(file));
        boolean stream = golden.has("chunks");
        rig.upstream.script((_, wire) -> {
            if (stream) {
                wire.stream("text/event-stream");
                for (JsonNode chunk : golden.path("chunks")) {
                    wire.chunk("data: " + chunk + "\n\n");
                }
                wire.end();
            } else {
                wire.whole(200, golden.path("answer").toString());
            }
        });
        Client client = rig.call("sim.gpt", stream ? "converse-stream" : "converse", request);

        var actual = JSON.createObjectNode();
        actual.set(
                "upstream",
                rig.upstream.requests().isEmpty()
                        ? null
                        : JSON.readTree(rig.upstream.requests().getFirst().body()));
        String given = stream ? "chunks" : "answer";
        actual.set(given, golden.get(given));
        actual.set("client", stream ? frames(client) : JSON.readTree(client.text()));
        String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(actual) + "\n";
        if (Boolean.getBoolean("golden.rewrite")) {
            Files.writeString(file, text, StandardCharsets.UTF_8);
        }
        assertEquals(Files.readString(file), text);
    }

    private static JsonNode frames(Client client) throws IOException {
        var list = JSON.createArrayNode();
        for (String frame : new ArrayList<>(client.frames())) {
            List<String> parts = List.of(frame.split(" ", 2));
            list.addObject().set(Objects.requireNonNull(parts.get(0)), JSON.readTree(parts.get(1)));
        }
        return list;
    }
}
