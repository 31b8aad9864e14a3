package dev.tollgate.llmproxy.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.Piece;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A buffered completion for a client of the same language: its bytes pass, its usage is read.
final class PassedDocument implements AnswerReader {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Override
    public Map<String, String> head(HttpHead head) {
        return OpenAiJson.head(head);
    }

    @Override
    public List<Piece> accept(byte[] bytes) {
        body.writeBytes(bytes);
        return List.of();
    }

    @Override
    public List<Piece> end() throws BrokenAnswerException {
        byte[] bytes = body.toByteArray();
        JsonNode document =
                StrictJson.lenientObject(bytes)
                        .orElseThrow(() -> new BrokenAnswerException("not a JSON object"));
        var pieces = new ArrayList<Piece>();
        OpenAiJson.usage(document.path("usage"))
                .ifPresent(counted -> pieces.add(new Piece.Used(counted)));
        pieces.add(new Piece.Verbatim(bytes, true, bytes.length));
        return pieces;
    }

    @Override
    public String complaint(byte[] body) {
        return OpenAiJson.complaint(body);
    }
}
