package dev.tollgate.infra.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.StreamSupport;

/// Reads `openapi/tollgate.yaml`. An operation that says neither who answers nor who may ask has no
/// place in an API, so it ends the synthesis.
public final class ContractReader {
    private static final Set<String> VERBS =
            Set.of("get", "put", "post", "delete", "patch", "head", "options");

    private final JsonNode document;

    private ContractReader(JsonNode document) {
        this.document = document;
    }

    /// @throws UncheckedIOException when the file cannot be read or is no YAML
    /// @throws IllegalArgumentException naming the place that lacks something
    public static Contract read(Path file) {
        try {
            return new ContractReader(new YAMLMapper().readTree(file.toFile())).contract();
        } catch (IOException e) {
            throw new UncheckedIOException("the contract " + file + " cannot be read", e);
        }
    }

    private Contract contract() {
        var operations = new ArrayList<Operation>();
        for (var path : need(document, "paths", "the contract").properties()) {
            for (var member : path.getValue().properties()) {
                if (VERBS.contains(member.getKey())) {
                    operations.add(operation(member.getKey(), path.getKey(), member.getValue()));
                }
            }
        }
        var answers = new TreeMap<String, GatewayAnswer>();
        for (var member : document.path("x-tollgate-gateway-responses").properties()) {
            answers.put(member.getKey(), gatewayAnswer(member.getKey(), member.getValue()));
        }
        return new Contract(
                operations,
                texts(need(document, "x-tollgate-binary-media-types", "the contract")),
                answers);
    }

    private Operation operation(String verb, String path, JsonNode operation) {
        String place = verb + " " + path;
        return new Operation(
                verb.toUpperCase(Locale.ROOT),
                path,
                guard(place, need(operation, "security", place)),
                backend(place, operation));
    }

    private static Backend backend(String place, JsonNode operation) {
        JsonNode function = operation.path("x-tollgate-function");
        JsonNode fixed = operation.path("x-tollgate-mock");
        if (function.isTextual() && fixed.isMissingNode()) {
            return new Backend.Function(function.asText());
        }
        if (fixed.isObject() && function.isMissingNode()) {
            return new Backend.Fixed(
                    need(fixed, "statusCode", place).intValue(),
                    pairs(fixed.path("headers")),
                    need(fixed, "body", place).asText());
        }
        throw new IllegalArgumentException(
                place + " needs either x-tollgate-function or x-tollgate-mock");
    }

    private Optional<Guard> guard(String place, JsonNode security) {
        return switch (security.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(guard(place, security.get(0).fieldNames().next()));
            default ->
                    throw new IllegalArgumentException(
                            place + " has more than one way to get in: API Gateway knows one");
        };
    }

    private Guard guard(String place, String scheme) {
        JsonNode definition =
                need(
                        document.at("/components/securitySchemes/" + scheme),
                        "x-tollgate-authorizer",
                        place + ", security scheme " + scheme);
        return new Guard(
                scheme,
                need(definition, "function", scheme).asText(),
                texts(need(definition, "identitySources", scheme)),
                Duration.ofSeconds(need(definition, "resultTtlSeconds", scheme).longValue()));
    }

    private static GatewayAnswer gatewayAnswer(String type, JsonNode answer) {
        JsonNode status = answer.path("statusCode");
        return new GatewayAnswer(
                status.isInt() ? Optional.of(status.intValue()) : Optional.empty(),
                pairs(answer.path("headers")),
                need(answer, "template", type).asText());
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }

    private static SortedMap<String, String> pairs(JsonNode object) {
        var pairs = new TreeMap<String, String>();
        object.properties().forEach(pair -> pairs.put(pair.getKey(), pair.getValue().asText()));
        return pairs;
    }

    private static JsonNode need(JsonNode node, String member, String place) {
        JsonNode value = node.get(member);
        if (value == null || value.isNull()) {
            throw new IllegalArgumentException(place + " has no " + member);
        }
        return value;
    }
}
