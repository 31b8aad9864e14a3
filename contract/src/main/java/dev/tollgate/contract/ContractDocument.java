package dev.tollgate.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.tollgate.testkit.OpenApi;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/// The contract as a document, to hold something against it.
public record ContractDocument(JsonNode root) {
    /// A method of a path.
    ///
    /// @param pointer where it stands
    public record Operation(String method, String path, String pointer, JsonNode node) {
        @Override
        public String toString() {
            return method + ' ' + path;
        }
    }

    /// The contract of the checkout that this runs in.
    public static ContractDocument read() {
        Path file = OpenApi.file("tollgate.yaml");
        try {
            return new ContractDocument(new YAMLMapper().readTree(file.toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Stream<Operation> operations() {
        return root.path("paths")
                .propertyStream()
                .flatMap(path ->
                        path.getValue()
                                .propertyStream()
                                .filter(member -> Set.of("get", "post").contains(member.getKey()))
                                .map(member ->
                                        new Operation(
                                                member.getKey().toUpperCase(Locale.ROOT),
                                                path.getKey(),
                                                "/paths/"
                                                        + escaped(path.getKey())
                                                        + '/'
                                                        + member.getKey(),
                                                member.getValue())));
    }

    /// The pointer itself, or where its `$ref` leads.
    public String resolved(String pointer) {
        JsonNode reference = root.at(pointer).path("$ref");
        return reference.isMissingNode() ? pointer : reference.asText().substring(1);
    }

    /// What the value breaks of the schema at the pointer. The document itself is the schema's
    /// frame, so that its references resolve.
    public List<String> errors(String pointer, JsonNode value) {
        ObjectNode framed = root.deepCopy();
        framed.put("$ref", '#' + pointer.replace("{", "%7B").replace("}", "%7D"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(framed)
                .validate(value)
                .stream()
                .map(Object::toString)
                .toList();
    }

    /// A member's name as JSON pointers have it.
    public static String escaped(String member) {
        return member.replace("~", "~0").replace("/", "~1");
    }
}
