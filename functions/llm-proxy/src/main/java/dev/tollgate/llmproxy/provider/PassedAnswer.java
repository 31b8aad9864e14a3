package dev.tollgate.llmproxy.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A buffered answer for a client of the same language: one JSON document, whose bytes pass and
/// whose usage is read. Not thread-safe.
public abstract class PassedAnswer implements AnswerReader {
    private final ByteArrayOutputStream body = new ByteArrayOutputStream();

    @Override
    public Map<String, String> head(HttpHead head) {
        return Map.of();
    }

    @Override
    public final List<Piece> accept(byte[] bytes) {
        body.writeBytes(bytes);
        return List.of();
    }

    @Override
    public final List<Piece> end() throws BrokenAnswerException {
        byte[] bytes = body.toByteArray();
        ObjectNode document =
                StrictJson.lenientObject(bytes)
                        .orElseThrow(() -> new BrokenAnswerException("not a JSON object"));
        return Stream.concat(
                        usage(document).stream().<Piece>map(Piece.Used::new),
                        Stream.of(
                                failure(document)
                                        .orElseGet(() ->
                                                new Piece.Verbatim(bytes, true, bytes.length))))
                .toList();
    }

    /// What went wrong, where the document says so in spite of its good status.
    protected Optional<Piece> failure(ObjectNode document) {
        return Optional.empty();
    }

    /// What the document says that it took; empty where it does not say.
    protected abstract Optional<Usage> usage(ObjectNode document);
}
