package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// How the templates for an emulator differ from those for AWS: as approved, with a reason each.
final class TargetDifferencesTest {
    private static final Path APPROVED = Path.of("src/test/resources/target-differences.yaml");

    /// A version's id ends in a hash of its function.
    private static final Pattern HASH = Pattern.compile("(?<=CurrentVersion)[0-9A-Fa-f]{40}");

    private static JsonNode approved;
    private static Map<String, JsonNode> aws;

    @BeforeAll
    static void synthesize() throws IOException {
        approved = new YAMLMapper().readTree(APPROVED.toFile());
        aws = resources(Target.AWS);
    }

    @Test
    void templates_forLocalStack_differAsApproved() throws IOException {
        assertEquals(approved(Target.LOCALSTACK), differences(Target.LOCALSTACK));
    }

    @Test
    void templates_forMiniStack_differAsApproved() throws IOException {
        assertEquals(approved(Target.MINISTACK), differences(Target.MINISTACK));
    }

    @Test
    void reasons_ofWhatIsApproved_areGiven() {
        approved.forEach(target ->
                target.properties()
                        .forEach(entry ->
                                assertFalse(entry.getValue().asText().isBlank(), entry::getKey)));
    }

    private static Set<String> approved(Target target) {
        return approved.path(target.word()).properties().stream()
                .map(Map.Entry::getKey)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /// Each as `<type> <property>: <for AWS> -> <for the target>`, once for all resources of a
    /// type.
    private static Set<String> differences(Target target) throws IOException {
        var emulator = resources(target);
        var differences = new TreeSet<String>();
        aws.forEach((id, resource) -> {
            String type = resource.path("Type").asText();
            JsonNode amended = emulator.remove(id);
            if (amended == null) {
                differences.add(type + ": dropped");
                return;
            }
            var here = leaves(resource);
            var there = leaves(amended);
            var properties = new TreeSet<>(here.keySet());
            properties.addAll(there.keySet());
            properties.forEach(property -> {
                String value = here.getOrDefault(property, "none");
                String other = there.getOrDefault(property, "none");
                if (!value.equals(other)) {
                    differences.add("%s %s: %s -> %s".formatted(type, property, value, other));
                }
            });
        });
        emulator.forEach((_, added) -> differences.add(added.path("Type").asText() + ": added"));
        return differences;
    }

    /// All resources of a stage, by stack and id.
    private static Map<String, JsonNode> resources(Target target) throws IOException {
        var stage = Synthesized.of(Map.of("target", target.word()));
        var resources = new TreeMap<String, JsonNode>();
        for (var template : stage.all().entrySet()) {
            String text =
                    HASH.matcher(template.getValue().path("Resources").toString()).replaceAll("");
            new ObjectMapper()
                    .readTree(text)
                    .properties()
                    .forEach(resource ->
                            resources.put(
                                    template.getKey() + '/' + resource.getKey(),
                                    resource.getValue()));
        }
        return resources;
    }

    /// Every value in a resource by its path.
    private static Map<String, String> leaves(JsonNode resource) {
        var leaves = new TreeMap<String, String>();
        collect(leaves, "", resource);
        return leaves;
    }

    private static void collect(Map<String, String> leaves, String path, JsonNode node) {
        if (node.isObject()) {
            node.properties()
                    .forEach(member ->
                            collect(leaves, path + '.' + member.getKey(), member.getValue()));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collect(leaves, path + '[' + i + ']', node.path(i));
            }
        } else {
            leaves.put(path.replaceFirst("^\\.(Properties\\.)?", ""), node.asText());
        }
    }
}
