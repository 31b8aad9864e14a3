package dev.tollgate.llmproxy.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;

/// An answer that is one JSON document and says nothing before its end. Not thread-safe.
public abstract class WholeAnswer implements AnswerReader {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Override
    public final Map<String, String> head(HttpHead head) {
        return Map.of();
    }

    @Override
    public final List<Piece> accept(byte[] bytes) {
        body.writeBytes(bytes);
        return List.of();
    }

    @Override
    public final List<Piece> end() throws BrokenAnswerException {
        return read(
                StrictJson.lenientObject(body.toByteArray())
                        .orElseThrow(() -> new BrokenAnswerException("not a JSON object")));
    }

    /// What the whole document says.
    ///
    /// @throws BrokenAnswerException when something is missing
    protected abstract List<Piece> read(ObjectNode document) throws BrokenAnswerException;
}
