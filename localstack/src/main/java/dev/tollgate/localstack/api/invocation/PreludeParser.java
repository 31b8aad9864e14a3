package dev.tollgate.localstack.api.invocation;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Takes the prelude off a streamed answer: metadata JSON, then eight NUL bytes. Not thread-safe.
///
/// Wire format: "Lambda proxy integrations with response streaming", API Gateway developer guide.
/// That a header with a list of values, or a member of another name, makes a 502 was seen by others
/// and is not in the guide.
public final class PreludeParser {
    private static final int DELIMITER = 8;

    /// Ours, against a function that never ends its prelude.
    private static final int LONGEST = 64 * 1024;

    private static final Set<String> MEMBERS =
            Set.of("statusCode", "headers", "multiValueHeaders", "cookies");
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                    .build();

    private final ByteArrayOutputStream metadata = new ByteArrayOutputStream();
    private int nuls;

    /// Takes bytes up to the end of the prelude.
    ///
    /// @return how many of them were taken; fewer than given only when the prelude is complete
    /// @throws MalformedPreludeException when it grows too long
    public int take(byte[] bytes, int offset, int length) throws MalformedPreludeException {
        int taken = 0;
        while (taken < length && !isComplete()) {
            byte next = bytes[offset + taken++];
            if (next == 0) {
                nuls++;
            } else {
                nuls = 0;
            }
            metadata.write(next);
            if (metadata.size() > LONGEST) {
                throw new MalformedPreludeException("no prelude in the first 64 KiB");
            }
        }
        return taken;
    }

    public boolean isComplete() {
        return nuls == DELIMITER;
    }

    /// @throws MalformedPreludeException when it is not complete, or not what API Gateway takes
    public Prelude prelude() throws MalformedPreludeException {
        if (!isComplete()) {
            throw new MalformedPreludeException("the answer ended before its prelude");
        }
        JsonNode node = tree();
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            if (!MEMBERS.contains(member.getKey())) {
                throw new MalformedPreludeException("unknown member " + member.getKey());
            }
        }
        var headers = new ArrayList<Prelude.Header>();
        for (Map.Entry<String, JsonNode> header : object(node, "headers").properties()) {
            headers.add(header(header.getKey(), header.getValue()));
        }
        for (Map.Entry<String, JsonNode> header : object(node, "multiValueHeaders").properties()) {
            headers.removeIf(single -> single.name().equalsIgnoreCase(header.getKey()));
            for (JsonNode value : list(header.getValue())) {
                headers.add(header(header.getKey(), value));
            }
        }
        for (JsonNode cookie : list(node.path("cookies"))) {
            headers.add(header("Set-Cookie", cookie));
        }
        return new Prelude(status(node.path("statusCode")), headers);
    }

    private JsonNode tree() throws MalformedPreludeException {
        try {
            byte[] bytes = metadata.toByteArray();
            JsonNode node = JSON.readTree(bytes, 0, bytes.length - DELIMITER);
            if (!node.isObject()) {
                throw new MalformedPreludeException("the metadata is not a JSON object");
            }
            return node;
        } catch (IOException e) {
            throw new MalformedPreludeException("the metadata is not JSON");
        }
    }

    private static JsonNode object(JsonNode node, String member) throws MalformedPreludeException {
        JsonNode value = node.path(member);
        if (!value.isMissingNode() && !value.isNull() && !value.isObject()) {
            throw new MalformedPreludeException(member + " is not an object");
        }
        return value;
    }

    private static List<JsonNode> list(JsonNode value) throws MalformedPreludeException {
        var elements = new ArrayList<JsonNode>();
        if (!value.isMissingNode() && !value.isNull()) {
            if (!value.isArray()) {
                throw new MalformedPreludeException("a list is expected");
            }
            value.forEach(elements::add);
        }
        return elements;
    }

    private static Prelude.Header header(String name, JsonNode value)
            throws MalformedPreludeException {
        if (!value.isTextual() || hasControls(name) || hasControls(value.textValue())) {
            throw new MalformedPreludeException("the header " + name + " is not a plain string");
        }
        return new Prelude.Header(name, value.textValue());
    }

    private static boolean hasControls(String text) {
        return text.chars().anyMatch(c -> c < ' ' || c == 0x7f);
    }

    private static int status(JsonNode value) throws MalformedPreludeException {
        if (value.isMissingNode()) {
            return 200;
        }
        int status = value.isInt() || value.isTextual() ? value.asInt() : 0;
        return Optional.of(status)
                .filter(code -> code >= 200 && code <= 599)
                .orElseThrow(() -> new MalformedPreludeException("a statusCode is 200 to 599"));
    }
}
