package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.language.Language;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.llmproxy.provider.AnswerReader;
import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.Piece;
import dev.tollgate.llmproxy.provider.Provider;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.llmproxy.provider.anthropic.AnthropicProviders;
import dev.tollgate.llmproxy.provider.bedrock.BedrockProviders;
import dev.tollgate.llmproxy.provider.openai.OpenAiProviders;
import dev.tollgate.testkit.Fixtures;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Stream decoders give the same whatever the network does to the bytes.
final class AnswerReaderSplitTest {
    private static final byte[] SSE =
            ("data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\r\n\r\n"
                            + ": a comment\n\n"
                            + "event: x\ndata: {\"choices\":[{\"delta\":{\"content\":\"Hé😀\"}}]}\n\n"
                            + "data:{\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"t1\","
                            + "\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"a\\\"\"}}]}}]}\n\n"
                            + "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,"
                            + "\"function\":{\"arguments\":\":1}\"}}]}}]}\r\r"
                            + "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"tool_calls\"}]}\n\n"
                            + "data: {\"choices\":[],\"usage\":{\"prompt_tokens\":12,"
                            + "\"completion_tokens\":5,\"prompt_tokens_details\":"
                            + "{\"cached_tokens\":4}}}\n\ndata: [DONE]\n\n")
                    .getBytes(StandardCharsets.UTF_8);
    private static final byte[] FRAMES =
            Frames.join(
                    Frames.event("messageStart", "{\"role\":\"assistant\"}"),
                    Frames.event("contentBlockDelta", "{\"delta\":{\"text\":\"Hé😀\"}}"),
                    Frames.event("messageStop", "{\"stopReason\":\"end_turn\"}"),
                    Frames.event(
                            "metadata",
                            "{\"usage\":{\"inputTokens\":3,\"outputTokens\":2,"
                                    + "\"cacheReadInputTokens\":1}}"));

    private static AnswerReader bedrock(Language language) {
        return bedrock(language, true, "anthropic.x", "{\"messages\":[]}").reader();
    }

    private static Exchange bedrock(Language language, boolean stream, String model, String text) {
        var config =
                new ProviderConfig(
                        "b", ProviderKind.BEDROCK, URI.create("https://b.example"), "r", null, 99);
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        var call = new NativeCall(language, stream, "b", body, StrictJson.object(body), Map.of());
        return ((Provider.Native) BedrockProviders.create())
                .pass(call, new Upstream(config, new Target("b", model, 9), Fixtures.PRICE));
    }

    @Test
    void invoke_anthropicByTheClientsWordAlone_doesNotLowerTheBound() {
        String body = "{\"anthropic_version\":\"x\",\"max_tokens\":1,\"messages\":[]}";
        assertEquals(
                1,
                bedrock(Language.INVOKE, false, "anthropic.x", body)
                        .bound()
                        .whole()
                        .of(UsageKind.OUTPUT));
        assertEquals(
                99,
                bedrock(Language.INVOKE, false, "amazon.titan", body)
                        .bound()
                        .whole()
                        .of(UsageKind.OUTPUT));
    }

    @Test
    void invokeStream_withoutOneFrame_isBroken() {
        var reader = bedrock(Language.INVOKE, true, "amazon.titan", "{}").reader();
        assertThrows(BrokenAnswerException.class, reader::end);
    }

    @Test
    void openAi_splitAnywhere_readsTheSame() throws BrokenAnswerException {
        List<String> whole = splitAnywhere(() -> OpenAiProviders.reader(true), SSE);
        assertEquals(
                List.of(
                        "Said[event=Text[text=Hé😀]]",
                        "Said[event=ToolCall[call=0, id=t1, name=f]]",
                        "Said[event=ToolInput[call=0, fragment={\"a\"]]",
                        "Said[event=ToolInput[call=0, fragment=:1}]]",
                        "Used[usage=Usage[counts={INPUT=8, OUTPUT=5, CACHE_READ=4},"
                                + " estimated=false]]",
                        "Said[event=Stop[reason=TOOL_USE, sequence=null]]"),
                whole);
    }

    @Test
    void converse_splitAnywhere_readsTheSame() throws BrokenAnswerException {
        List<String> whole = splitAnywhere(() -> bedrock(Language.CONVERSE), FRAMES);
        assertEquals(5, whole.size());
        assertTrue(
                whole.contains(
                        "Used[usage=Usage[counts={INPUT=3, OUTPUT=2, CACHE_READ=1},"
                                + " estimated=false]]"));
    }

    @Test
    void converse_splitAnywhere_givesEveryByteBack() {
        var passed = new StringBuilder();
        for (Piece piece : bedrock(Language.CONVERSE).accept(FRAMES)) {
            if (piece instanceof Piece.Verbatim verbatim) {
                passed.append(HexFormat.of().formatHex(verbatim.bytes()));
            }
        }
        assertEquals(HexFormat.of().formatHex(FRAMES), passed.toString());
    }

    @Test
    void invoke_splitAnywhere_readsAnthropicsUsageUntilMetricsCome() throws BrokenAnswerException {
        byte[] frames =
                Frames.join(
                        Frames.chunk(
                                "{\"type\":\"message_start\",\"message\":{\"usage\":"
                                        + "{\"input_tokens\":7,\"output_tokens\":1}}}"),
                        Frames.chunk(
                                "{\"type\":\"content_block_delta\",\"delta\":"
                                        + "{\"type\":\"text_delta\",\"text\":\"Hi\"}}"),
                        Frames.chunk(
                                "{\"type\":\"message_delta\",\"usage\":{\"output_tokens\":4}}"),
                        Frames.chunk(
                                "{\"type\":\"message_stop\",\"amazon-bedrock-invocationMetrics\":"
                                        + "{\"inputTokenCount\":8,\"outputTokenCount\":5}}"));
        List<String> whole = splitAnywhere(() -> bedrock(Language.INVOKE), frames);
        List<String> used = whole.stream().filter(piece -> piece.startsWith("Used")).toList();
        assertEquals(
                List.of(
                        "Used[usage=Usage[counts={INPUT=7, OUTPUT=4}, estimated=false]]",
                        "Used[usage=Usage[counts={INPUT=8, OUTPUT=5}, estimated=false]]"),
                used);
        assertFalse(whole.getFirst().contains("content=true"), whole.getFirst());
    }

    private static final byte[] MESSAGES =
            ("event: message_start\r\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":"
                            + "{\"input_tokens\":7,\"output_tokens\":1}}}\r\n\r\n"
                            + ": a comment\n\ndata: {\"type\":\"content_block_start\",\"index\":0,"
                            + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
                            + "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":"
                            + "{\"type\":\"text_delta\",\"text\":\"Hé😀\"}}\r\r"
                            + "data: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":"
                            + "\"max_tokens\"},\"usage\":{\"output_tokens\":4}}\n\n"
                            + "data: {\"type\":\"message_stop\"}\n\n")
                    .getBytes(StandardCharsets.UTF_8);

    private static AnswerReader anthropic(Language language) {
        var config =
                new ProviderConfig(
                        "a",
                        ProviderKind.ANTHROPIC,
                        URI.create("https://a.example"),
                        null,
                        null,
                        9);
        byte[] body =
                "{\"model\":\"a\",\"stream\":true,\"messages\":[]}"
                        .getBytes(StandardCharsets.UTF_8);
        var call = new NativeCall(language, true, "a", body, StrictJson.object(body), Map.of());
        return ((Provider.Native) AnthropicProviders.create())
                .pass(call, new Upstream(config, new Target("a", "m", 9), Fixtures.PRICE))
                .reader();
    }

    @Test
    void messages_splitAnywhere_readsTheSameAndGivesEveryByteBack() throws BrokenAnswerException {
        List<String> whole = splitAnywhere(() -> anthropic(Language.MESSAGES), MESSAGES);
        assertEquals("Read[input=Usage[counts={INPUT=7}, estimated=false]]", whole.getFirst());
        assertTrue(
                whole.contains("Used[usage=Usage[counts={INPUT=7, OUTPUT=4}, estimated=false]]"));
        String passed =
                whole.stream()
                        .filter(piece -> piece.startsWith("content="))
                        .map(piece -> piece.substring(piece.lastIndexOf(' ') + 1))
                        .collect(Collectors.joining());
        assertEquals(HexFormat.of().formatHex(MESSAGES), passed);
    }

    @Test
    void messages_endedEarly_isBroken() {
        for (int length = 0; length < MESSAGES.length - 30; length += 7) {
            var reader = anthropic(Language.MESSAGES);
            reader.accept(Arrays.copyOf(MESSAGES, length));
            assertThrows(BrokenAnswerException.class, reader::end);
        }
    }

    @Test
    void anyReader_endedEarly_isBroken() {
        for (int length = 0; length < SSE.length - 200; length += 7) {
            var reader = OpenAiProviders.reader(true);
            reader.accept(Arrays.copyOf(SSE, length));
            assertThrows(BrokenAnswerException.class, reader::end);
        }
    }

    /// Reads in two pieces at every place, and byte by byte.
    private static List<String> splitAnywhere(Supplier<AnswerReader> readers, byte[] bytes)
            throws BrokenAnswerException {
        List<String> whole = read(readers.get(), bytes, bytes.length);
        assertEquals(whole, read(readers.get(), bytes, 1), "byte by byte");
        for (int at = 1; at < bytes.length; at++) {
            assertEquals(whole, read(readers.get(), bytes, at), "split at " + at);
        }
        return whole;
    }

    private static List<String> read(AnswerReader reader, byte[] bytes, int step)
            throws BrokenAnswerException {
        var pieces = new ArrayList<Piece>();
        for (int at = 0; at < bytes.length; at += step) {
            byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + step));
            pieces.addAll(reader.accept(piece));
        }
        pieces.addAll(reader.end());
        return pieces.stream().map(AnswerReaderSplitTest::describe).toList();
    }

    private static String describe(Piece piece) {
        return piece instanceof Piece.Verbatim(byte[] bytes, boolean content, long output)
                ? "content=" + content + " " + output + " " + HexFormat.of().formatHex(bytes)
                : piece.toString();
    }
}
