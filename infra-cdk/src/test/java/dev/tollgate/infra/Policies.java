package dev.tollgate.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The policies of a stage's function stack as IAM gets them: references replaced by ARNs.
final class Policies {
    static final String ACCOUNT = "111122223333";
    static final String REGION = "eu-central-1";

    private static final ObjectMapper JSON = new ObjectMapper();

    /// The export of another stack's resource, for example of a table's ARN.
    private static final Pattern EXPORT =
            Pattern.compile(".*:Exports.*(TenantTable|PlatformTable|Key).*");

    private final JsonNode template;

    Policies(JsonNode template) {
        this.template = template;
    }

    /// What each role may do, by the role's id: inline and attached policies as one list.
    Map<String, ArrayNode> byRole() {
        var found = new TreeMap<String, ArrayNode>();
        Synthesized.resources(template, "AWS::IAM::Role")
                .forEach((id, role) -> {
                    ArrayNode statements = found.computeIfAbsent(id, _ -> JSON.createArrayNode());
                    role.path("Properties")
                            .path("Policies")
                            .forEach(policy -> add(statements, policy));
                });
        Synthesized.resources(template, "AWS::IAM::Policy")
                .values()
                .forEach(policy ->
                        policy.path("Properties")
                                .path("Roles")
                                .forEach(role ->
                                        add(
                                                Synthesized.need(found, role.path("Ref").asText()),
                                                policy.path("Properties"))));
        return found;
    }

    /// Who may assume a role, and how.
    JsonNode trust(String role) {
        return plain(
                Synthesized.need(Synthesized.resources(template, "AWS::IAM::Role"), role)
                        .path("Properties")
                        .path("AssumeRolePolicyDocument"));
    }

    static String arn(String service, String resource) {
        return "arn:aws:" + service + ':' + REGION + ':' + ACCOUNT + ':' + resource;
    }

    static String role(String id) {
        return "arn:aws:iam::" + ACCOUNT + ":role/" + id;
    }

    private void add(ArrayNode statements, JsonNode policy) {
        plain(policy.path("PolicyDocument").path("Statement")).forEach(statements::add);
    }

    /// Without references.
    JsonNode plain(JsonNode node) {
        if (node.isArray()) {
            ArrayNode plain = JSON.createArrayNode();
            node.forEach(entry -> plain.add(plain(entry)));
            return plain;
        }
        if (!node.isObject()) {
            return node;
        }
        if (node.size() == 1 && isFunction(node.fieldNames().next())) {
            return JSON.getNodeFactory().textNode(value(node));
        }
        ObjectNode plain = JSON.createObjectNode();
        node.properties().forEach(member -> plain.set(member.getKey(), plain(member.getValue())));
        return plain;
    }

    private static boolean isFunction(String name) {
        return name.equals("Ref") || name.startsWith("Fn::");
    }

    private String value(JsonNode function) {
        var member = function.properties().iterator().next();
        JsonNode argument = member.getValue();
        return switch (member.getKey()) {
            case "Ref" -> reference(argument.asText());
            case "Fn::Join" -> joined(argument.path(1));
            case "Fn::GetAtt" -> attribute(argument.path(0).asText());
            case "Fn::ImportValue" -> export(argument.asText());
            default -> throw new AssertionError("not understood: " + function);
        };
    }

    private String joined(JsonNode parts) {
        var text = new StringBuilder();
        parts.forEach(part -> text.append(plain(part).asText()));
        return text.toString();
    }

    private static String reference(String id) {
        return switch (id) {
            case "AWS::Partition" -> "aws";
            case "AWS::Region" -> REGION;
            case "AWS::AccountId" -> ACCOUNT;
            default -> id;
        };
    }

    private String attribute(String id) {
        String type = template.path("Resources").path(id).path("Type").asText();
        return switch (type) {
            case "AWS::IAM::Role" -> role(id);
            case "AWS::Lambda::Function" -> arn("lambda", "function:" + id);
            case "AWS::Logs::LogGroup" -> arn("logs", "log-group:" + id + ":*");
            default -> throw new AssertionError("no ARN for " + type);
        };
    }

    private static String export(String name) {
        var match = EXPORT.matcher(name);
        if (!match.matches()) {
            throw new AssertionError("not understood: " + name);
        }
        return switch (match.group(1)) {
            case "Key" -> arn("kms", "key/stage");
            case String table -> arn("dynamodb", "table/" + table);
        };
    }
}
