package dev.tollgate.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.infra.contract.Contract;
import dev.tollgate.infra.contract.ContractReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Template;

/// A stage's templates, made as `cdk synth` makes them but for the code, which is an empty folder:
/// tests run before anything is packaged.
///
/// @param observability an empty document where a stage has none
record Synthesized(JsonNode data, JsonNode functions, JsonNode api, JsonNode observability) {
    static final Contract CONTRACT = ContractReader.read(Path.of("../openapi/tollgate.yaml"));

    private static final Path TARGET = Path.of("target");
    private static final ObjectMapper JSON = new ObjectMapper();

    static Synthesized of(Map<String, String> options) throws IOException {
        GatewayStage stage = stage(app(options));
        return new Synthesized(
                template(stage.data()),
                template(stage.functions()),
                template(stage.api()),
                stage.observability().map(Synthesized::template).orElseGet(JSON::createObjectNode));
    }

    /// All templates, by their stack.
    Map<String, JsonNode> all() {
        return Map.of(
                "data", data, "functions", functions, "api", api, "observability", observability);
    }

    static App app(Map<String, String> options) throws IOException {
        return new App(
                AppProps.builder()
                        .context(new HashMap<>(options))
                        .outdir(Files.createTempDirectory(TARGET, "synth").toString())
                        .build());
    }

    static GatewayStage stage(App app) throws IOException {
        Path code = Files.createTempDirectory(TARGET, "code").toAbsolutePath();
        Files.writeString(code.resolve("code"), "of a function");
        return TollgateApp.stage(app, CONTRACT, _ -> code);
    }

    private static JsonNode template(Stack stack) {
        return JSON.valueToTree(Template.fromStack(stack).toJSON());
    }

    /// What must be there.
    static <V> V need(Map<String, V> all, String key) {
        V value = all.get(key);
        if (value == null) {
            throw new AssertionError("no " + key + " in " + all.keySet());
        }
        return value;
    }

    /// The resources of one type, by their ids.
    static Map<String, JsonNode> resources(JsonNode template, String type) {
        var found = new TreeMap<String, JsonNode>();
        template.path("Resources")
                .properties()
                .forEach(resource -> {
                    if (resource.getValue().path("Type").asText().equals(type)) {
                        found.put(resource.getKey(), resource.getValue());
                    }
                });
        return found;
    }
}
