package dev.tollgate.localstack.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds `docs/peers.md` against the tests that it names: a test that goes, or is renamed, takes
/// the page with it.
final class DocumentedTestsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path PAGE = ROOT.resolve("docs/peers.md");
    private static final Path RESOURCES = ROOT.resolve("functions/llm-proxy/src/test/resources");
    private static final Pattern NAMED =
            Pattern.compile("`(?:(golden|usage): ([^`]+)|(\\w+(?:\\.py)?)#(\\w+))`");
    private static final Pattern SOURCE = Pattern.compile("(\\w+)\\.java|(test_\\w+\\.py)");

    @Test
    void rows_ofThePage_eachNameATest() throws IOException {
        List<String> rows =
                Files.readAllLines(PAGE).stream()
                        .filter(line -> line.startsWith("| "))
                        .filter(line -> !line.equals("| complaint | here |"))
                        .toList();
        assertFalse(rows.isEmpty());
        assertEquals(List.of(), rows.stream().filter(row -> !NAMED.matcher(row).find()).toList());
    }

    @Test
    void tests_thatThePageNames_areThere() throws IOException {
        Map<String, String> sources = sources();
        String recordings = Files.readString(RESOURCES.resolve("usage/recordings.yaml"));
        List<String> missing =
                NAMED.matcher(Files.readString(PAGE))
                        .results()
                        .filter(named -> !isThere(named, sources, recordings))
                        .map(MatchResult::group)
                        .toList();
        assertEquals(List.of(), missing, "mend the page, or write the test");
    }

    private static boolean isThere(
            MatchResult named, Map<String, String> sources, String recordings) {
        String source = named.group(3);
        if (source != null) {
            String start = source.endsWith(".py") ? "\ndef " : " ";
            return sources.getOrDefault(source, "").contains(start + named.group(4) + "(");
        }
        return named.group(1).equals("golden")
                ? Files.exists(RESOURCES.resolve("golden/" + named.group(2) + ".json"))
                : recordings.contains("\n  - name: " + named.group(2) + "\n");
    }

    /// What stands in each file of tests, by its class or its name.
    private static Map<String, String> sources() throws IOException {
        return SourceFiles.below("/src/test/").stream()
                .filter(file -> SOURCE.matcher(file.getFileName().toString()).matches())
                .collect(
                        Collectors.toMap(
                                DocumentedTestsTest::name,
                                DocumentedTestsTest::text,
                                String::concat));
    }

    private static String name(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".java") ? name.substring(0, name.length() - ".java".length()) : name;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
