package dev.tollgate.llmproxy.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Sets and takes away members of a JSON document's root by splicing bytes, all in one reading.
/// Every other byte stays as it is: unknown members, order, spacing and number forms survive. Not
/// thread-safe.
public final class MemberSplice {
    private static final JsonFactory FACTORY = new JsonFactory();

    private final Map<String, Optional<JsonNode>> edits = new LinkedHashMap<>();

    /// Gives a member this value; where it is missing, in front of all others.
    public MemberSplice set(String name, JsonNode value) {
        edits.put(name, Optional.of(value));
        return this;
    }

    public MemberSplice set(String name, String value) {
        return set(name, TextNode.valueOf(value));
    }

    /// Takes a member away, if there is one.
    public MemberSplice remove(String name) {
        edits.put(name, Optional.empty());
        return this;
    }

    /// @param body a JSON object that [StrictJson] has accepted
    public byte[] apply(byte[] body) {
        if (edits.isEmpty()) {
            return body;
        }
        try (JsonParser parser = FACTORY.createParser(body)) {
            parser.nextToken();
            return splice(parser, body);
        } catch (IOException e) {
            throw new IllegalStateException("the body was read before", e);
        }
    }

    private byte[] splice(JsonParser parser, byte[] body) throws IOException {
        var missing = new LinkedHashMap<>(edits);
        var kept = new ByteArrayOutputStream(body.length + 64);
        int inside = offset(parser) + 1;
        int end = inside;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            Optional<JsonNode> edit = missing.remove(parser.currentName());
            int name = offset(parser);
            parser.nextToken();
            int value = offset(parser);
            parser.skipChildren();
            parser.finishToken();
            int before = end;
            end = (int) parser.currentLocation().getByteOffset();
            if (edit == null) {
                between(body, before, name, kept);
                kept.write(body, name, end - name);
            } else if (edit.isPresent()) {
                between(body, before, name, kept);
                kept.write(body, name, value - name);
                kept.writeBytes(text(edit.get()));
            }
        }
        var out = new ByteArrayOutputStream(kept.size() + 64);
        out.write(body, 0, inside);
        out.writeBytes(added(missing, kept.size() > 0));
        kept.writeTo(out);
        out.write(body, end, body.length - end);
        return out.toByteArray();
    }

    /// What stands between two members; in front of the first that is kept, without the comma.
    private static void between(byte[] body, int from, int to, ByteArrayOutputStream kept) {
        boolean first = kept.size() == 0;
        for (int i = from; i < to; i++) {
            if (!first || body[i] != ',') {
                kept.write(body[i]);
            }
        }
    }

    private static byte[] added(Map<String, Optional<JsonNode>> missing, boolean more) {
        var members = new StringBuilder();
        missing.forEach((name, value) ->
                value.ifPresent(node ->
                        members.append(members.isEmpty() ? "" : ",")
                                .append(TextNode.valueOf(name))
                                .append(':')
                                .append(node)));
        if (more && !members.isEmpty()) {
            members.append(',');
        }
        return members.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static int offset(JsonParser parser) {
        return (int) parser.currentTokenLocation().getByteOffset();
    }

    private static byte[] text(JsonNode node) {
        return node.toString().getBytes(StandardCharsets.UTF_8);
    }
}
