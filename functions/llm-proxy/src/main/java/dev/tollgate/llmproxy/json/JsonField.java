package dev.tollgate.llmproxy.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A place in a client's document that knows its own name, so that a wrong type is answered with
/// the field to mend. Every method throws [Refused] with an invalid request where the type is not
/// what its name says.
///
/// @param alias the model alias that the document was sent to, for refusals
/// @param path from the document's root; empty for the root
public record JsonField(String alias, String path, JsonNode node) {
    /// Names in messages are cut here, characters: they are the client's.
    private static final int LONGEST = 200;

    private static final String OTHERWISE = "remove it, or use an alias that takes it";

    /// The document itself.
    public static JsonField root(String alias, ObjectNode document) {
        return new JsonField(alias, "", document);
    }

    /// A member of this object; empty when it is missing or null.
    public Optional<JsonField> member(String name) {
        JsonNode value = object().get(name);
        return value == null || value.isNull()
                ? Optional.empty()
                : Optional.of(new JsonField(alias, below(name), value));
    }

    /// A member that must be there.
    public JsonField required(String name) {
        return member(name).orElseThrow(() -> wrong(below(name), "is missing"));
    }

    public List<JsonField> items() {
        if (!node.isArray()) {
            throw wrong(path, "must be an array");
        }
        var items = new ArrayList<JsonField>(node.size());
        for (int i = 0; i < node.size(); i++) {
            items.add(new JsonField(alias, path + "[" + i + "]", node.get(i)));
        }
        return items;
    }

    public String text() {
        if (!node.isTextual()) {
            throw wrong(path, "must be a string");
        }
        return node.textValue();
    }

    /// A string of base64 (RFC 4648, section 4), as it stands.
    public String base64() {
        String text = text();
        try {
            var _ = Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            throw wrong(path, "must be base64");
        }
        return text;
    }

    public boolean bool() {
        if (!node.isBoolean()) {
            throw wrong(path, "must be true or false");
        }
        return node.booleanValue();
    }

    /// A whole number within the bounds, both included.
    public long number(long least, long most) {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong(path, "must be a whole number");
        }
        long value = node.longValue();
        if (value < least || value > most) {
            throw wrong(path, "must be " + least + " to " + most);
        }
        return value;
    }

    /// A number within the bounds, both included.
    public double fraction(double least, double most) {
        if (!node.isNumber()) {
            throw wrong(path, "must be a number");
        }
        double value = node.doubleValue();
        if (value < least || value > most) {
            throw wrong(path, "must be " + least + " to " + most);
        }
        return value;
    }

    public ObjectNode object() {
        if (node instanceof ObjectNode object) {
            return object;
        }
        throw wrong(path, "must be an object");
    }

    /// The one member a union must have.
    public JsonField only() {
        if (object().size() != 1) {
            throw wrong(path, "must have exactly one member");
        }
        return required(object().fieldNames().next());
    }

    /// The name of this place in its parent.
    public String name() {
        return path.substring(path.lastIndexOf('.') + 1);
    }

    /// Refuses members that the alias's target has no place for, by name. One that is null is as
    /// good as missing.
    ///
    /// @throws Refused with not-supported-by-target
    public void carriesOnly(Set<String> known) {
        for (var names = object().fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!known.contains(name) && !object().path(name).isNull()) {
                throw notSupported(below(name), OTHERWISE);
            }
        }
    }

    /// The same, where further members may say what they would mean if they were missing.
    ///
    /// @param defaults by name
    public void carriesOnly(Set<String> known, Map<String, JsonNode> defaults) {
        carriesOnly(
                Stream.concat(known.stream(), defaults.keySet().stream())
                        .collect(Collectors.toSet()));
        defaults.forEach((name, usual) -> member(name).ifPresent(it -> it.carriesOnly(usual)));
    }

    /// The refusal of this place as a whole, by name.
    public Refused notSupported() {
        return notSupported(path, OTHERWISE);
    }

    /// The refusal of this place, by name.
    ///
    /// @param advice what to do instead
    public Refused notSupported(String advice) {
        return notSupported(path, advice);
    }

    /// Refuses any value but the one that means the same as none.
    ///
    /// @throws Refused with not-supported-by-target
    public void carriesOnly(JsonNode usual) {
        boolean same =
                (node.isNumber() && usual.isNumber())
                        ? node.decimalValue().compareTo(usual.decimalValue()) == 0
                        : node.equals(usual);
        if (!same) {
            throw notSupported(path, "remove it, or send " + usual);
        }
    }

    /// The refusal of this place's value.
    public Refused wrong(String what) {
        return wrong(path, what);
    }

    private String below(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private Refused notSupported(String field, String advice) {
        return new Refused(
                new GatewayError.NotSupportedByTarget(
                        "the field "
                                + shown(field)
                                + " cannot be carried over to what stands behind the model alias "
                                + alias
                                + "; "
                                + advice,
                        Optional.of(shown(field))));
    }

    private static Refused wrong(String field, String what) {
        return new Refused(
                new GatewayError.InvalidRequest(
                        shown(field) + " " + what, Optional.of(shown(field))));
    }

    private static String shown(String field) {
        return field.codePointCount(0, field.length()) <= LONGEST
                ? field
                : field.substring(0, field.offsetByCodePoints(0, LONGEST)) + "…";
    }
}
