package dev.tollgate.llmproxy.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// JSON from outside (RFC 8259), read so that nobody after us can read it differently: strict
/// UTF-8, no duplicate members, nothing after the value, nesting bounded.
public final class StrictJson {
    /// Levels of nesting a document may have.
    public static final int MAX_DEPTH = 64;

    private static final ObjectMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxNestingDepth(MAX_DEPTH)
                                                    // A picture is one string. Whoever takes the
                                                    // bytes in has bounded the document.
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .build())
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    private StrictJson() {}

    /// A client's document.
    ///
    /// @throws Refused with an invalid request, when it is not one JSON object
    public static ObjectNode object(byte[] body) {
        requirePlainUtf8(body);
        try {
            if (MAPPER.readTree(body) instanceof ObjectNode object) {
                return object;
            }
            throw refused("the body must be a JSON object");
        } catch (JsonProcessingException e) {
            throw refused("the body is not valid JSON" + where(e) + reason(e));
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory", e);
        }
    }

    /// A document of an upstream; empty when it is not one JSON object.
    public static Optional<ObjectNode> lenientObject(byte[] body) {
        try {
            return MAPPER.readTree(body) instanceof ObjectNode object
                    ? Optional.of(object)
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    /// The members of a document of our own, by name.
    public static Map<String, JsonNode> members(String json) {
        return object(json.getBytes(StandardCharsets.UTF_8)).properties().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    /// An empty document to write into.
    public static ObjectNode newObject() {
        return MAPPER.createObjectNode();
    }

    /// @return UTF-8
    public static byte[] write(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    private static void requirePlainUtf8(byte[] body) {
        try {
            var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
        } catch (CharacterCodingException _) {
            throw refused("the body is not valid UTF-8");
        }
        for (byte b : body) {
            // A NUL lets a parser take the body for UTF-16; JSON never needs one.
            if (b == 0) {
                throw refused("the body holds a NUL byte");
            }
        }
    }

    private static String where(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " at line "
                        + e.getLocation().getLineNr()
                        + ", column "
                        + e.getLocation().getColumnNr();
    }

    private static String reason(JsonProcessingException e) {
        String message = e.getOriginalMessage();
        if (message.startsWith("Duplicate")) {
            return ": a member stands twice";
        }
        return message.contains("nesting depth")
                ? ": nested deeper than " + MAX_DEPTH + " levels"
                : "";
    }

    private static Refused refused(String message) {
        return new Refused(new GatewayError.InvalidRequest(message));
    }
}
