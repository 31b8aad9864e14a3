package dev.tollgate.llmproxy.provider;

import dev.tollgate.core.money.TokenKind;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.Part;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What one attempt can take at the most, without a tokenizer.
///
/// The input's bound: a tokenizer of bytes makes at most one token of a byte, so the request's body
/// bounds its text; 64 more for the template around a chat, 1024 for the preamble that providers
/// put before tools, 8192 for an image (which a provider scales down to a few thousand at the
/// most), and eight times the body when it holds documents or videos, whose bytes are compressed.
///
/// @param input tokens read, 0 or more
/// @param output tokens written, 0 or more
/// @param longCache whether some of the input may be kept in a prompt cache for an hour
public record TokenBound(long input, long output, boolean longCache) {
    /// Of what costs nothing.
    public static final TokenBound FREE = new TokenBound(0, 0);

    public TokenBound(long input, long output) {
        this(input, output, false);
    }

    private static final long TEMPLATE = 64;
    private static final long TOOL_PREAMBLE = 1024;
    private static final long IMAGE = 8192;
    private static final long COMPRESSED = 8;

    /// @param bodyBytes of the request as it is sent
    /// @param output bound on the answer
    public static TokenBound of(long bodyBytes, Contents contents, long output) {
        long text = contents.compressed() ? bodyBytes * COMPRESSED : bodyBytes;
        long tools = contents.tools() ? TOOL_PREAMBLE : 0;
        long input = text + TEMPLATE + tools + contents.images() * IMAGE;
        return new TokenBound(input, output, contents.longCache());
    }

    public long total() {
        return input + output;
    }

    /// The whole bound as usage: for a call that may have worked and of which nothing is known.
    public Usage whole() {
        return estimate(output);
    }

    /// The stated stand-in where a provider gave no usage: all of the input's bound, and one token
    /// per byte of text seen, never more than was held.
    public Usage seen(long outputBytes) {
        return estimate(Math.min(outputBytes, output));
    }

    /// The same where the provider has counted what it read.
    ///
    /// @param read without any output
    public Usage seen(long outputBytes, Usage read) {
        var tokens = new EnumMap<TokenKind, Long>(TokenKind.class);
        tokens.putAll(read.tokens());
        tokens.put(TokenKind.OUTPUT, Math.min(outputBytes, output));
        return new Usage(tokens, true);
    }

    private Usage estimate(long written) {
        return new Usage(Map.of(TokenKind.INPUT, input, TokenKind.OUTPUT, written), true);
    }

    /// What else than text a request holds.
    ///
    /// @param images how many, 0 or more
    /// @param compressed whether there is a document, sound or video
    /// @param longCache whether the client asks for a cache entry that lives an hour
    public record Contents(int images, boolean compressed, boolean tools, boolean longCache) {
        public static final Contents TEXT = new Contents(0, false, false);

        public Contents(int images, boolean compressed, boolean tools) {
            this(images, compressed, tools, false);
        }

        /// What a chat holds, tool results included.
        public static Contents of(ChatRequest request) {
            List<Part> parts =
                    request.turns().stream()
                            .flatMap(turn -> turn.parts().stream())
                            .flatMap(Contents::withResults)
                            .toList();
            long images =
                    parts.stream()
                            .filter(part ->
                                    part instanceof Part.Image || part instanceof Part.ImageUrl)
                            .count();
            boolean compressed =
                    parts.stream()
                            .anyMatch(part ->
                                    part instanceof Part.Document || part instanceof Part.Audio);
            return new Contents(
                    Math.toIntExact(images), compressed, !request.tools().list().isEmpty());
        }

        private static Stream<Part> withResults(Part part) {
            return part instanceof Part.ToolResult result
                    ? Stream.concat(Stream.of(part), result.content().stream())
                    : Stream.of(part);
        }
    }
}
