package dev.tollgate.infra;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.tool.ToolFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/// IAM as `@cloud-copilot/iam-simulate` understands it, installed once into the download cache.
/// Needs node and npm.
final class PolicySimulator {
    private static final Path SOURCES = Path.of("src/test/javascript");
    private static final String PINS = "package.json";
    private static final String SCRIPT = "simulate.mjs";

    private final ToolFolder folder;

    private PolicySimulator(ToolFolder folder) {
        this.folder = folder;
    }

    static PolicySimulator install() throws IOException {
        String version =
                new ObjectMapper()
                        .readTree(SOURCES.resolve(PINS).toFile())
                        .at("/dependencies/@cloud-copilot~1iam-simulate")
                        .asText();
        Path path = Home.cache(System.getenv()).resolve("iam-simulate-" + version);
        ToolFolder folder = ToolFolder.install(path, PolicySimulator::fill);
        // Beside its modules, where node looks for them.
        copy(SCRIPT, folder);
        return new PolicySimulator(folder);
    }

    /// @return a word for each simulation, in their order
    List<String> run(List<Map<String, Object>> simulations) throws IOException {
        Path input = Files.createTempFile("simulations", ".json");
        try {
            new ObjectMapper().writeValue(input.toFile(), simulations);
            return folder.run(List.of("node", SCRIPT, input.toString()), Map.of()).lines().toList();
        } finally {
            Files.delete(input);
        }
    }

    private static void fill(ToolFolder folder) throws IOException {
        copy(PINS, folder);
        String install = "npm install --silent --no-audit --no-fund --no-package-lock";
        folder.run(List.of(install.split(" ")), Map.of());
    }

    private static void copy(String file, ToolFolder folder) throws IOException {
        Files.copy(
                SOURCES.resolve(file),
                folder.path().resolve(file),
                StandardCopyOption.REPLACE_EXISTING);
    }
}
