package dev.tollgate.control.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.regex.Pattern;

/// One configuration file that was read: its tree, and the line that each part of it began on.
///
/// @param file as in [Mistake]
record Source(String file, JsonNode tree, Map<JsonPointer, Integer> lines) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    Source {
        lines = Map.copyOf(lines);
    }

    /// The place below the root that the names (strings) and indices (integers) lead to.
    static JsonPointer at(Object... path) {
        JsonPointer pointer = JsonPointer.empty();
        for (Object step : path) {
            pointer =
                    step instanceof Integer index
                            ? pointer.appendIndex(index)
                            : pointer.appendProperty(step.toString());
        }
        return pointer;
    }

    Mistake mistake(JsonPointer at, String message) {
        return new Mistake(file, line(at), field(at), message);
    }

    /// The line of the place, or of what is nearest around it.
    private int line(JsonPointer at) {
        JsonPointer place = at;
        while (place != null) {
            Integer line = lines.get(place);
            if (line != null) {
                return line;
            }
            place = place.head();
        }
        return 1;
    }

    private String field(JsonPointer at) {
        var field = new StringBuilder();
        JsonNode node = tree;
        for (JsonPointer rest = at; !rest.matches(); rest = rest.tail()) {
            String step = rest.getMatchingProperty();
            if (node.isArray()) {
                field.append('[').append(step).append(']');
                node = node.path(rest.getMatchingIndex());
            } else {
                append(field, step);
                node = node.path(step);
            }
        }
        return field.toString();
    }

    private static void append(StringBuilder field, String name) {
        if (!PLAIN.matcher(name).matches()) {
            field.append("[\"").append(name).append("\"]");
        } else if (field.isEmpty()) {
            field.append(name);
        } else {
            field.append('.').append(name);
        }
    }
}
