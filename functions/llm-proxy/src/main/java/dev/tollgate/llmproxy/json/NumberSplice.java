package dev.tollgate.llmproxy.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Sets one number inside a JSON document by splicing bytes. Every other byte stays as it is:
/// unknown members, order, spacing and number forms survive.
public final class NumberSplice {
    private static final JsonFactory FACTORY = new JsonFactory();

    private NumberSplice() {}

    /// @param body a JSON object that [StrictJson] has accepted
    /// @param path names of members from the root; objects on the way are made where missing or
    ///   null
    public static byte[] set(byte[] body, List<String> path, long value) {
        try (JsonParser parser = FACTORY.createParser(body)) {
            parser.nextToken();
            return descend(parser, body, path, value);
        } catch (IOException e) {
            throw new IllegalStateException("the body was read before", e);
        }
    }

    private static byte[] descend(JsonParser parser, byte[] body, List<String> path, long value)
            throws IOException {
        int inside = (int) parser.currentTokenLocation().getByteOffset() + 1;
        boolean empty = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            empty = false;
            boolean found = parser.currentName().equals(path.getFirst());
            JsonToken token = parser.nextToken();
            if (!found) {
                parser.skipChildren();
            } else if (path.size() > 1 && token == JsonToken.START_OBJECT) {
                return descend(parser, body, path.subList(1, path.size()), value);
            } else {
                int start = (int) parser.currentTokenLocation().getByteOffset();
                return splice(body, start, endOfScalar(body, start), nested(path, value));
            }
        }
        String member = '"' + path.getFirst() + "\":" + nested(path, value) + (empty ? "" : ",");
        return splice(body, inside, inside, member);
    }

    /// The value of the path's first member: the number itself, or objects around it.
    private static String nested(List<String> path, long value) {
        String text = Long.toString(value);
        for (String name : path.subList(1, path.size()).reversed()) {
            text = "{\"" + name + "\":" + text + '}';
        }
        return text;
    }

    private static int endOfScalar(byte[] body, int start) {
        int end = start;
        while (end < body.length && " \t\r\n,}]".indexOf(body[end]) < 0) {
            end++;
        }
        return end;
    }

    private static byte[] splice(byte[] body, int from, int to, String text) {
        byte[] insert = text.getBytes(StandardCharsets.UTF_8);
        var out = new ByteArrayOutputStream(body.length + insert.length);
        out.write(body, 0, from);
        out.writeBytes(insert);
        out.write(body, to, body.length - to);
        return out.toByteArray();
    }
}
