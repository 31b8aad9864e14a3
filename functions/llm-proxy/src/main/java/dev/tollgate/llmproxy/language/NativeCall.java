package dev.tollgate.llmproxy.language;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.json.StrictJson;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// A call in the client's language: what a provider gets that speaks the same.
///
/// @param stream whether the client wants the answer piece by piece
/// @param alias the model alias, as the client wrote it
/// @param version the version that the client asks for of what stands behind the alias; empty where
///   its language has none
/// @param body as it came
/// @param document the same, parsed
/// @param headers the client's, lower-cased, one value each
@SuppressWarnings("ArrayRecordComponent") // passed on, never changed or compared
public record NativeCall(
        Language language,
        boolean stream,
        String alias,
        String version,
        byte[] body,
        ObjectNode document,
        Map<String, String> headers) {
    /// A call in a language without versions.
    public NativeCall(
            Language language,
            boolean stream,
            String alias,
            byte[] body,
            ObjectNode document,
            Map<String, String> headers) {
        this(language, stream, alias, "", body, document, headers);
    }

    /// The same with a member of the document's top level left out, for a reader of the document:
    /// the bytes stay as they came.
    public NativeCall without(String member) {
        ObjectNode rest = StrictJson.newObject().setAll(document);
        rest.remove(member);
        return new NativeCall(language, stream, alias, version, body, rest, headers);
    }

    /// The same without these values of headers that list several, with commas between.
    public NativeCall withoutListed(Collection<String> values) {
        if (values.isEmpty()) {
            return this;
        }
        var rest = new TreeMap<String, String>();
        headers.forEach((name, value) ->
                rest.put(
                        name,
                        Arrays.stream(value.split(",", -1))
                                .filter(one -> !values.contains(one.strip()))
                                .collect(Collectors.joining(","))));
        return new NativeCall(language, stream, alias, version, body, document, rest);
    }

    /// The document as a place that names its members.
    public JsonField root() {
        return JsonField.root(alias, document);
    }
}
