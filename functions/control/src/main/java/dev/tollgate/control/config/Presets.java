package dev.tollgate.control.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.config.ChatServer;
import dev.tollgate.core.config.KeyHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The servers of OpenAI's language that are known by name: the rows of `presets.yaml`, which says
/// what its fields mean. What a row says is written out where it is used, so that the functions
/// need no list and a plan shows what a correction changes. Immutable.
final class Presets {
    private static final String FILE = "presets.yaml";

    private static final Set<String> FIELDS =
            Set.of(
                    "baseUrl",
                    "example",
                    "path",
                    "apiVersion",
                    "keyHeader",
                    "bounds",
                    "usage",
                    "refuses");

    private final Map<String, Preset> rows;

    private Presets(Map<String, Preset> rows) {
        this.rows = rows;
    }

    /// @param baseUrl null where the platform team has to say it
    /// @param example of a base URL
    record Preset(@Nullable String baseUrl, String example, ChatServer server) {}

    /// @throws IllegalStateException for a row that is wrong
    static Presets load() {
        var mistakes = new ArrayList<Mistake>();
        Source source =
                new YamlReader(new Variables(Map.of()), mistakes)
                        .read(FILE, bytes())
                        .filter(_ -> mistakes.isEmpty())
                        .orElseThrow(() -> new IllegalStateException(mistakes.toString()));
        var rows = new LinkedHashMap<String, Preset>();
        PlatformCheck.fields(source.tree())
                .forEach((name, row) -> rows.put(name, preset(name, row)));
        return new Presets(rows);
    }

    Optional<Preset> named(String name) {
        return Optional.ofNullable(rows.get(name));
    }

    Set<String> names() {
        return rows.keySet();
    }

    private static Preset preset(String name, JsonNode row) {
        var unknown = new HashSet<>(PlatformCheck.fields(row).keySet());
        unknown.removeAll(FIELDS);
        if (!unknown.isEmpty()) {
            throw new IllegalStateException("the preset " + name + " has unknown " + unknown);
        }
        String baseUrl = row.path("baseUrl").textValue();
        String example = Objects.requireNonNullElse(row.path("example").textValue(), baseUrl);
        return new Preset(
                baseUrl,
                Objects.requireNonNull(example, () -> name + " needs a baseUrl or an example"),
                server(row));
    }

    private static ChatServer server(JsonNode row) {
        String header = row.path("keyHeader").asText(KeyHeader.BEARER.word());
        return new ChatServer(
                row.path("path").asText(ChatServer.ANY.path()),
                row.path("apiVersion").textValue(),
                Arrays.stream(KeyHeader.values())
                        .filter(known -> known.word().equals(header))
                        .findAny()
                        .orElseThrow(() -> new IllegalStateException("keyHeader: " + header)),
                row.has("bounds") ? texts(row.path("bounds")) : ChatServer.BOUNDS,
                switch (row.path("usage").asText("asked")) {
                    case "asked" -> true;
                    case "always" -> false;
                    case String word -> throw new IllegalStateException("usage: " + word);
                },
                Set.copyOf(texts(row.path("refuses"))));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(JsonNode::textValue).toList();
    }

    private static byte[] bytes() {
        try (InputStream in = Presets.class.getResourceAsStream(FILE)) {
            return Objects.requireNonNull(in, FILE).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
