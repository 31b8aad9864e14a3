package dev.tollgate.control.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files that the guide shows are files that the importer takes.
final class GuideTest {
    private static final Pattern SHOWN =
            Pattern.compile("(?m)^`([a-z/]+\\.yaml)`\n```yaml\n([^`]*)```");

    private static final Pattern RECIPE = Pattern.compile("```yaml\n(aliases:\n[^`]*)```");

    private static final Pattern PRICES = Pattern.compile("```yaml\nprices:\n([^`]*)```");

    private static final String TWO_REGIONS =
            """
            issuers: []
            providers:
              bedrock: {kind: bedrock, baseUrl: "https://us.example", region: us-east-1}
              bedrock-eu: {kind: bedrock, baseUrl: "https://eu.example", region: eu-west-1}
            prices:
            """;

    private static final String CEILING = "ceilingPrice: {version: c1, input: 20, output: 100}\n";

    @Test
    void files_ofTheGuide_haveNoMistake(@TempDir Path directory) throws IOException {
        Files.createDirectories(directory.resolve("tenants"));
        List<MatchResult> shown =
                SHOWN.matcher(Files.readString(guide("configuration.md"))).results().toList();
        for (MatchResult file : shown) {
            Files.writeString(directory.resolve(file.group(1)), file.group(2));
        }

        assertEquals(2, shown.size());
        assertEquals(List.of(), read(directory).mistakes());
    }

    @Test
    void recipes_ofRouting_areRoutesWithoutMistake(@TempDir Path directory) throws IOException {
        List<MatchResult> recipes =
                RECIPE.matcher(Files.readString(guide("routing.md"))).results().toList();
        assertEquals(7, recipes.size());
        for (MatchResult recipe : recipes) {
            String acme =
                    ConfigFiles.ACME
                            .replaceFirst("(?s)aliases:.*(?=limits:\n  requests)", recipe.group(1))
                            .replace("models: [nova]", "models: [chat]");
            ConfigFiles.write(directory, ConfigFiles.PLATFORM, acme + CEILING);

            assertEquals(List.of(), read(directory).mistakes(), recipe.group(1));
        }
    }

    @Test
    void guardrails_ofTheirPage_haveNoMistake(@TempDir Path directory) throws IOException {
        String page = Files.readString(guide("guardrails.md"));
        String aliases = RECIPE.matcher(page).results().findFirst().orElseThrow().group(1);
        String prices = PRICES.matcher(page).results().findFirst().orElseThrow().group(1);
        String ofTheOther =
                prices.replace("a1b2c3d4e5f6", "f6e5d4c3b2a1").replace("bedrock:", "bedrock-eu:");
        String acme =
                ConfigFiles.ACME
                        .replaceFirst("(?s)aliases:.*(?=limits:\n  requests)", aliases)
                        .replace("models: [nova]", "models: [mask]");
        ConfigFiles.write(directory, TWO_REGIONS + prices + ofTheOther, acme);

        assertEquals(List.of(), read(directory).mistakes());
    }

    private static ConfigDirectory.Contents read(Path directory) {
        return new ConfigDirectory(Presets.load())
                .read(directory, new Variables(ConfigFiles.VARIABLES), LocalDate.of(2026, 11, 22));
    }

    private static Path guide(String name) {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("docs/guide").resolve(name))) {
            folder = Objects.requireNonNull(folder.getParent(), "no guide above");
        }
        return folder.resolve("docs/guide").resolve(name);
    }
}
