package dev.tollgate.localstack.api.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Reads a contract. What it does not understand it refuses, naming the place: an emulator that
/// overlooks a guard would be open.
public final class ContractReader {
    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch");
    private static final String HEADER_SOURCE = "method.request.header.";

    private final Path file;
    private final JsonNode root;

    private ContractReader(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /// @throws IOException when the file cannot be read or is not YAML
    /// @throws IllegalArgumentException naming the file and the place, when a part is missing or
    ///   not understood
    public static Contract read(Path file) throws IOException {
        JsonNode root = new YAMLMapper().readTree(file.toFile());
        return new ContractReader(file, root).contract();
    }

    private Contract contract() {
        requireBinaryBodies();
        var routes = new ArrayList<Route>();
        required(root, "paths", "the document")
                .properties()
                .forEach(path -> routes.addAll(routes(path.getKey(), path.getValue())));
        return new Contract(
                routes,
                gatewayResponses(),
                required(root, "x-tollgate-max-body-bytes", "the document").intValue());
    }

    /// The one setting under which nothing that a client sends is changed on its way.
    private void requireBinaryBodies() {
        JsonNode types = root.path("x-tollgate-binary-media-types");
        if (types.size() != 1 || !types.path(0).asText().equals("*/*")) {
            throw malformed("x-tollgate-binary-media-types", "must be ['*/*']");
        }
    }

    private List<Route> routes(String path, JsonNode item) {
        return item.properties().stream()
                .filter(member -> METHODS.contains(member.getKey()))
                .map(member -> route(member.getKey(), path, member.getValue()))
                .toList();
    }

    private Route route(String method, String path, JsonNode operation) {
        String place = method + ' ' + path;
        return new Route(
                method.toUpperCase(Locale.ROOT),
                path,
                authorizer(place, operation),
                integration(place, operation));
    }

    private Integration integration(String place, JsonNode operation) {
        JsonNode function = operation.path("x-tollgate-function");
        JsonNode mock = operation.path("x-tollgate-mock");
        if (function.isMissingNode() == mock.isMissingNode()) {
            throw malformed(place, "has one of x-tollgate-function and x-tollgate-mock");
        }
        if (function.isTextual()) {
            return new Integration.Function(function.textValue());
        }
        return new Integration.Mock(
                required(mock, "statusCode", place).intValue(),
                strings(mock.path("headers")),
                required(mock, "body", place).asText());
    }

    private Optional<AuthorizerSpec> authorizer(String place, JsonNode operation) {
        JsonNode security = required(operation, "security", place);
        if (security.isEmpty()) {
            return Optional.empty();
        }
        if (security.size() != 1 || security.path(0).size() != 1) {
            throw malformed(place, "has exactly one security scheme, or security: []");
        }
        String scheme = security.path(0).fieldNames().next();
        JsonNode spec =
                root.path("components")
                        .path("securitySchemes")
                        .path(scheme)
                        .path("x-tollgate-authorizer");
        var headers = new ArrayList<String>();
        for (JsonNode source : required(spec, "identitySources", scheme)) {
            if (!source.asText().startsWith(HEADER_SOURCE)) {
                throw malformed(scheme, "has an identity source that is not a header");
            }
            headers.add(source.asText().substring(HEADER_SOURCE.length()));
        }
        JsonNode ttl = required(spec, "resultTtlSeconds", scheme);
        return Optional.of(
                new AuthorizerSpec(scheme, headers, Duration.ofSeconds(ttl.longValue())));
    }

    private GatewayResponses gatewayResponses() {
        var templates =
                new EnumMap<GatewayResponseType, GatewayResponses.Template>(
                        GatewayResponseType.class);
        root.path("x-tollgate-gateway-responses")
                .properties()
                .forEach(member ->
                        templates.put(type(member.getKey()), template(member.getValue())));
        return new GatewayResponses(templates);
    }

    private GatewayResponseType type(String name) {
        try {
            return GatewayResponseType.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw malformed("x-tollgate-gateway-responses", "has an unknown type " + name);
        }
    }

    private GatewayResponses.Template template(JsonNode node) {
        JsonNode status = node.path("statusCode");
        return new GatewayResponses.Template(
                status.isInt() ? Optional.of(status.intValue()) : Optional.empty(),
                strings(node.path("headers")),
                required(node, "template", "x-tollgate-gateway-responses").asText());
    }

    private static Map<String, String> strings(JsonNode object) {
        var strings = new LinkedHashMap<String, String>();
        object.properties()
                .forEach(member -> strings.put(member.getKey(), member.getValue().asText()));
        return strings;
    }

    private JsonNode required(JsonNode node, String member, String place) {
        JsonNode value = node.path(member);
        if (value.isMissingNode() || value.isNull()) {
            throw malformed(place, "has no " + member);
        }
        return value;
    }

    private IllegalArgumentException malformed(String place, String what) {
        return new IllegalArgumentException(file + ": " + place + ' ' + what);
    }
}
