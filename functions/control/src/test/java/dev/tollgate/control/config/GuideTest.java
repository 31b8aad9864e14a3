package dev.tollgate.control.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files that the guide shows are files that the importer takes.
final class GuideTest {
    private static final Pattern SHOWN =
            Pattern.compile("(?m)^`([a-z/]+\\.yaml)`\n```yaml\n([^`]*)```");

    @Test
    void files_ofTheGuide_haveNoMistake(@TempDir Path directory) throws IOException {
        Files.createDirectories(directory.resolve("tenants"));
        List<MatchResult> shown = SHOWN.matcher(Files.readString(guide())).results().toList();
        for (MatchResult file : shown) {
            Files.writeString(directory.resolve(file.group(1)), file.group(2));
        }

        var contents =
                new ConfigDirectory(Presets.load())
                        .read(directory, new Variables(Map.of()), LocalDate.of(2026, 11, 22));
        assertEquals(2, shown.size());
        assertEquals(List.of(), contents.mistakes());
    }

    private static Path guide() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/guide/configuration.md"))) {
            folder = Objects.requireNonNull(folder.getParent(), "no guide above");
        }
        return folder.resolve("docs/guide/configuration.md");
    }
}
