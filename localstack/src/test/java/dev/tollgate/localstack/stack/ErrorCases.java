package dev.tollgate.localstack.stack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.tollgate.localstack.stack.ErrorCase.Client;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The cases of `errors/cases.yaml`, and who runs which.
///
/// @param documents the cases as they stand there, with the defaults
/// @param cannot what a client cannot express
/// @param unshown codes without a case
record ErrorCases(
        List<JsonNode> documents, List<ErrorCase> cases, JsonNode cannot, JsonNode unshown) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static ErrorCases read() {
        try (var in = ErrorCases.class.getResourceAsStream("/errors/cases.yaml")) {
            JsonNode root = new YAMLMapper().readTree(in);
            var documents = root.path("cases").valueStream().map(one -> full(root, one)).toList();
            var cases = documents.stream().map(ErrorCases::bound).toList();
            return new ErrorCases(documents, cases, root.path("cannot"), root.path("unshown"));
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

    ErrorCase named(String name) {
        return cases.stream().filter(one -> one.name().equals(name)).findFirst().orElseThrow();
    }

    /// What a client runs. What it makes of an error does not depend on where functions run, so
    /// that isolated only two run the cases: one that is ours, and one that is not.
    List<ErrorCase> of(Client client, Mode mode) {
        boolean runs =
                switch (mode) {
                    case IN_PROCESS -> true;
                    case ISOLATED -> client == Client.RAW || client == Client.BOTO3;
                };
        return runs ? of(client) : List.of();
    }

    /// What a client can express; of the AWS CLI, which is slow to start, one case for each code.
    List<ErrorCase> of(Client client) {
        Set<String> seen = new HashSet<>();
        return cases.stream()
                .filter(one -> can(client, one))
                .filter(one -> client != Client.AWS_CLI || seen.add(String.valueOf(one.code())))
                .toList();
    }

    /// The same for a runner in another language.
    ArrayNode documentsOf(Client client, Mode mode) {
        ArrayNode list = JSON.createArrayNode();
        List<ErrorCase> mine = of(client, mode);
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
