package dev.tollgate.localstack.simulator.gemini;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.simulator.play.Members;
import dev.tollgate.localstack.simulator.play.SimRefusal;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Every field under its one JSON name: a server of protocol buffers takes `mime_type` for
/// `mimeType` as well (Protocol Buffers guide, "ProtoJSON Format"), and Google's own SDK for Python
/// writes both.
final class ProtoNames {
    private static final Pattern SNAKE = Pattern.compile("_([a-z0-9])");

    /// Fields whose members are the caller's data, not fields.
    private static final Set<String> DATA =
            Set.of(
                    "args",
                    "response",
                    "parameters",
                    "parametersJsonSchema",
                    "responseSchema",
                    "responseJsonSchema");

    private ProtoNames() {}

    /// @throws SimRefusal where a field stands twice, under both of its names
    static Members read(Members body) throws SimRefusal {
        return new Members(named(body.node()), body.path());
    }

    private static JsonNode named(JsonNode node) throws SimRefusal {
        if (node.isArray()) {
            ArrayNode all = JsonNodeFactory.instance.arrayNode();
            for (JsonNode one : node) {
                all.add(named(one));
            }
            return all;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (var member : node.properties()) {
            String name = SNAKE.matcher(member.getKey()).replaceAll(ProtoNames::capital);
            JsonNode value = DATA.contains(name) ? member.getValue() : named(member.getValue());
            if (fields.putIfAbsent(name, value) != null) {
                throw SimRefusal.invalid("Duplicate field \"" + name + "\"");
            }
        }
        return fields;
    }

    private static String capital(MatchResult found) {
        return found.group(1).toUpperCase(Locale.ROOT);
    }
}
