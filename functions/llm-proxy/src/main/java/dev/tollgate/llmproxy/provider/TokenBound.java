package dev.tollgate.llmproxy.provider;

import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.Part;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// What one attempt at a model can take at the most, without a tokenizer.
///
/// The input's bound: a tokenizer of bytes makes at most one token of a byte, so the request's body
/// bounds its text; 64 more for the template around a chat, 1024 for the preamble that providers
/// put before tools, 8192 for an image (which a provider scales down to a few thousand at the
/// most), and eight times the body when it holds documents or videos, whose bytes are compressed.
///
/// @param input tokens read, 0 or more
/// @param output tokens written, 0 or more
/// @param dear kinds that the input can hold only because the request asks for them
public record TokenBound(long input, long output, Set<UsageKind> dear) implements Bound {
    /// Of what costs nothing.
    public static final TokenBound FREE = new TokenBound(0, 0);

    private static final Set<UsageKind> USUAL =
            Set.of(UsageKind.INPUT, UsageKind.CACHE_READ, UsageKind.CACHE_WRITE);

    public TokenBound(long input, long output) {
        this(input, output, Set.of());
    }

    public TokenBound {
        dear = Set.copyOf(dear);
    }

    private static final BigInteger MILLION = BigInteger.valueOf(1_000_000);
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
        return new TokenBound(input, output, contents.dear());
    }

    @Override
    public long tokens() {
        return input + output;
    }

    @Override
    public String smaller() {
        return "lower maxTokens or shorten the prompt";
    }

    /// Each side at its dearest rate. Settling rounds each kind of input up for itself, which can
    /// come to a nano-dollar more for each.
    @Override
    public Money most(Price price) {
        Set<UsageKind> kinds = inputKinds();
        long inputRate = price.highestRate(kinds);
        long rounding = input > 0 && inputRate > 0 ? kinds.size() : 0;
        return cost(inputRate, input)
                .plus(new Money(rounding))
                .plus(cost(price.highestRate(Set.of(UsageKind.OUTPUT)), output));
    }

    private static Money cost(long rate, long tokens) {
        BigInteger nanos = BigInteger.valueOf(rate).multiply(BigInteger.valueOf(tokens));
        BigInteger up = nanos.add(MILLION.subtract(BigInteger.ONE)).divide(MILLION);
        return new Money(up.longValueExact());
    }

    /// What the input may consist of.
    private Set<UsageKind> inputKinds() {
        var kinds = EnumSet.copyOf(USUAL);
        kinds.addAll(dear);
        return kinds;
    }

    /// Sound that nobody asked for is counted as plain input, so that nothing costs more than was
    /// held for it.
    @Override
    public Usage asked(Usage counted) {
        long sound = counted.of(UsageKind.AUDIO);
        if (sound == 0 || dear.contains(UsageKind.AUDIO)) {
            return counted;
        }
        var tokens = new EnumMap<UsageKind, Long>(counted.counts());
        tokens.remove(UsageKind.AUDIO);
        tokens.merge(UsageKind.INPUT, sound, Math::addExact);
        return new Usage(tokens, counted.estimated());
    }

    @Override
    public Usage whole() {
        return estimate(output);
    }

    /// All of the input's bound, and one token per byte of text seen, never more than was held.
    @Override
    public Usage seen(long outputBytes) {
        return estimate(Math.min(outputBytes, output));
    }

    @Override
    public Usage seen(long outputBytes, Usage read) {
        var tokens = new EnumMap<UsageKind, Long>(UsageKind.class);
        tokens.putAll(read.counts());
        tokens.put(UsageKind.OUTPUT, Math.min(outputBytes, output));
        return new Usage(tokens, true);
    }

    private Usage estimate(long written) {
        UsageKind read = dear.contains(UsageKind.AUDIO) ? UsageKind.AUDIO : UsageKind.INPUT;
        return new Usage(Map.of(read, input, UsageKind.OUTPUT, written), true);
    }

    /// What else than text a request holds.
    ///
    /// @param images how many, 0 or more
    /// @param compressed whether there is a document, sound or video
    /// @param dear [UsageKind#AUDIO] where there is sound, [UsageKind#CACHE_WRITE_1H] where the
    ///   client asks for a cache entry that lives an hour
    public record Contents(int images, boolean compressed, boolean tools, Set<UsageKind> dear) {
        public static final Contents TEXT = new Contents(0, false, false);

        public Contents(int images, boolean compressed, boolean tools) {
            this(images, compressed, tools, Set.of());
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
            boolean sound = parts.stream().anyMatch(Part.Audio.class::isInstance);
            return new Contents(
                    Math.toIntExact(images),
                    sound || parts.stream().anyMatch(Part.Document.class::isInstance),
                    !request.tools().list().isEmpty(),
                    sound ? Set.of(UsageKind.AUDIO) : Set.of());
        }

        private static Stream<Part> withResults(Part part) {
            return part instanceof Part.ToolResult result
                    ? Stream.concat(Stream.of(part), result.content().stream())
                    : Stream.of(part);
        }
    }
}
