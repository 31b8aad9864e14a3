package dev.tollgate.contract.errors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tollgate.contract.errors.ErrorCase.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The cases of `errors/cases.yaml`, and who runs which.
///
/// @param documents the cases as they stand there, with the defaults
/// @param cannot what a client cannot express
/// @param isolated clients that run less there
/// @param unshown codes without a case
public record ErrorCases(
        List<JsonNode> documents,
        List<ErrorCase> cases,
        JsonNode cannot,
        JsonNode isolated,
        JsonNode unshown) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static ErrorCases read() {
        try (var in = ErrorCases.class.getResourceAsStream("/errors/cases.yaml")) {
            JsonNode root = new YAMLMapper().readTree(in);
            var documents = root.path("cases").valueStream().map(one -> full(root, one)).toList();
            var cases = documents.stream().map(ErrorCases::bound).toList();
            return new ErrorCases(
                    documents,
                    cases,
                    root.path("cannot"),
                    root.path("isolated"),
                    root.path("unshown"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode full(JsonNode root, JsonNode one) {
        ObjectNode full = root.path("defaults").deepCopy();
        full.setAll((ObjectNode) one);
        return full;
    }

    private static ErrorCase bound(JsonNode document) {
        return JSON.convertValue(document, ErrorCase.class);
    }

    public ErrorCase named(String name) {
        return cases.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    /// What a client runs where functions run isolated.
    public List<ErrorCase> ofIsolated(Client client) {
        return of(client).stream().filter(one -> runsIsolated(client, one.code())).toList();
    }

    private boolean runsIsolated(Client client, @Nullable String code) {
        return isolated.valueStream()
                .filter(less -> Client.of(less.path("client").asText()) == client)
                .allMatch(less ->
                        less.path("codes")
                                .valueStream()
                                .anyMatch(shown -> shown.asText().equals(code)));
    }

    /// What a client can express; of the AWS CLI, which is slow to start, one case for each code.
    public List<ErrorCase> of(Client client) {
        Set<String> seen = new HashSet<>();
        return cases.stream()
                .filter(one -> can(client, one))
                .filter(one -> client != Client.AWS_CLI || seen.add(String.valueOf(one.code())))
                .toList();
    }

    /// The same for a runner in another language.
    public ArrayNode documentsOf(List<ErrorCase> mine) {
        ArrayNode list = JSON.createArrayNode();
        for (int i = 0; i < cases.size(); i++) {
            if (mine.contains(cases.get(i))) {
                list.add(documents.get(i));
            }
        }
        return list;
    }

    private boolean can(Client client, ErrorCase one) {
        if (!one.only().isEmpty()) {
            return one.only().contains(client);
        }
        List<String> traits = one.traits();
        return cannot.valueStream()
                .filter(limit -> traits.contains(limit.path("what").asText()))
                .noneMatch(limit ->
                        limit.path("clients")
                                .valueStream()
                                .anyMatch(word -> Client.of(word.asText()) == client));
    }
}
