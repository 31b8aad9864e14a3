package dev.tollgate.llmproxy.language;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.json.StrictJson;
import java.util.Map;

/// A call in the client's language: what a provider gets that speaks the same.
///
/// @param stream whether the client wants the answer piece by piece
/// @param alias the model alias, as the client wrote it
/// @param body as it came
/// @param document the same, parsed
/// @param headers the client's, lower-cased, one value each
@SuppressWarnings("ArrayRecordComponent") // passed on, never changed or compared
public record NativeCall(
        Language language,
        boolean stream,
        String alias,
        byte[] body,
        ObjectNode document,
        Map<String, String> headers) {
    /// The same with a member of the document's top level left out, for a reader of the document:
    /// the bytes stay as they came.
    public NativeCall without(String member) {
        ObjectNode rest = StrictJson.newObject().setAll(document);
        rest.remove(member);
        return new NativeCall(language, stream, alias, body, rest, headers);
    }

    /// The document as a place that names its members.
    public JsonField root() {
        return JsonField.root(alias, document);
    }
}
