package dev.tollgate.infra;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyDocument;

/// A document of `policies/`, which the local stack enforces too; `policies/README.md` says how its
/// placeholders are filled.
final class PolicyFile {
    private static final Path FOLDER = Path.of("policies");
    private static final ObjectMapper JSON = new ObjectMapper();

    private PolicyFile() {}

    /// @param name without `.json`
    /// @param arns by placeholder; none for a placeholder drops the statements about it
    /// @throws IllegalArgumentException for a resource that is no such placeholder
    static PolicyDocument read(String name, Map<String, List<String>> arns) {
        Path file = FOLDER.resolve(name + ".json");
        try {
            var document = (ObjectNode) JSON.readTree(file.toFile());
            ArrayNode filled = JSON.createArrayNode();
            for (JsonNode statement : document.path("Statement")) {
                ArrayNode resources = JSON.createArrayNode();
                for (JsonNode resource : statement.path("Resource")) {
                    List<String> known = arns.get(resource.asText());
                    if (known == null) {
                        throw new IllegalArgumentException(
                                file + " has a resource that nothing stands for: " + resource);
                    }
                    known.forEach(resources::add);
                }
                if (!resources.isEmpty()) {
                    filled.add(((ObjectNode) statement).set("Resource", resources));
                }
            }
            document.set("Statement", filled);
            return PolicyDocument.fromJson(
                    JSON.convertValue(document, new TypeReference<Map<String, Object>>() {}));
        } catch (IOException e) {
            throw new UncheckedIOException("the policy " + file, e);
        }
    }
}
