package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Target;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.dialect.Dialect;
import dev.tollgate.llmproxy.dialect.anthropic.AnthropicDialects;
import dev.tollgate.llmproxy.dialect.bedrock.BedrockDialects;
import dev.tollgate.llmproxy.dialect.openai.OpenAiDialects;
import dev.tollgate.llmproxy.provider.Provider;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.llmproxy.provider.anthropic.AnthropicProviders;
import dev.tollgate.llmproxy.provider.bedrock.BedrockProviders;
import dev.tollgate.llmproxy.provider.openai.OpenAiProviders;
import dev.tollgate.runtime.ProxyRequest;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.MutableClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;

/// What two languages can both express survives the way through the chat model: a chat that a
/// provider has written is read by the dialect of the same language as the chat it was.
final class RoundTripProperties {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int CHATS = 500;

    private static final int HOPS = 4;

    private final Dialect openAi = OpenAiDialects.create(new MutableClock(Fixtures.NOW));

    /// A provider and the dialect of its language.
    private record Tongue(Provider provider, Dialect dialect, String resource) {
        ChatRequest again(ChatRequest chat) {
            return read(dialect, resource, written(provider, chat));
        }
    }

    private final Tongue completions =
            new Tongue(OpenAiProviders.create(), openAi, "/v1/chat/completions");
    private final Tongue converse =
            new Tongue(
                    BedrockProviders.create(),
                    BedrockDialects.create(),
                    "/model/{modelId}/converse");
    private final Tongue messages =
            new Tongue(AnthropicProviders.create(), AnthropicDialects.create(), "/v1/messages");

    @Test
    void openAi_writtenAndReadAgain_isTheSameChat() {
        everyChat((chat, _) -> assertSame(chat, completions.again(chat)));
    }

    @Test
    void converse_writtenAndReadAgain_isTheSameChat() {
        everyChat((chat, _) -> assertSame(chat, converse.again(chat)));
    }

    @Test
    void messages_writtenAndReadAgain_isTheSameChat() {
        everyChat((chat, _) -> assertSame(chat, messages.again(chat)));
    }

    /// Each pair, in either direction: what one language made of it the next one takes.
    @Test
    void chat_throughLanguagesInAnyOrder_isTheSameChat() {
        List<Tongue> tongues = List.of(completions, converse, messages);
        everyChat((chat, random) -> {
            ChatRequest passed = chat;
            for (int hop = 0; hop < HOPS; hop++) {
                passed = tongues.get(random.nextInt(tongues.size())).again(passed);
            }
            assertSame(chat, passed);
        });
    }

    private void everyChat(BiConsumer<ChatRequest, Random> check) {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < CHATS; i++) {
            byte[] request = request(random).toString().getBytes(StandardCharsets.UTF_8);
            check.accept(read(openAi, "/v1/chat/completions", request), random);
        }
    }

    private static void assertSame(ChatRequest expected, ChatRequest actual) {
        assertEquals(expected.system(), actual.system());
        assertEquals(expected.alternating(_ -> true), actual.alternating(_ -> true));
        assertEquals(expected.tools(), actual.tools());
        assertEquals(expected.sampling(), actual.sampling());
        assertEquals(expected.reasoning(), actual.reasoning());
        assertEquals(expected.format(), actual.format());
        assertEquals(expected.members().features(), actual.members().features());
    }

    private static byte[] written(Provider provider, ChatRequest chat) {
        var config =
                new ProviderConfig(
                        "p", ProviderKind.OPENAI, URI.create("https://p.example"), "r", null, 9);
        var upstream = new Upstream(config, new Target("p", "m", 4096), Fixtures.PRICE);
        return ((Provider.Translating) provider).translate(chat, upstream).request().body();
    }

    private static ChatRequest read(Dialect dialect, String resource, byte[] body) {
        return dialect.read(
                        new ProxyRequest(
                                "POST",
                                resource,
                                resource,
                                Map.of(),
                                Map.of(),
                                Map.of("modelId", "m"),
                                Map.of(),
                                "r",
                                body))
                .chat();
    }

    private static ObjectNode request(Random random) {
        ObjectNode request = JSON.createObjectNode().put("model", "m");
        request.put("max_tokens", 1 + random.nextInt(4096));
        if (random.nextBoolean()) {
            request.put("temperature", random.nextInt(3) / 2.0).put("top_p", 0.25);
            request.putArray("stop").add("#" + random.nextInt(9));
            request.put("reasoning_effort", random.nextBoolean() ? "low" : "high");
        }
        ArrayNode messages = request.putArray("messages");
        if (random.nextBoolean()) {
            message(messages, "system", text(random));
        }
        message(messages, "user", text(random));
        for (int turns = random.nextInt(4); turns > 0; turns--) {
            turn(random, turns, messages);
        }
        if (random.nextBoolean()) {
            tools(random, request);
        }
        return request;
    }

    /// What the assistant says, with tool calls and their results or not, and what follows.
    private static void turn(Random random, int turn, ArrayNode messages) {
        ObjectNode said = message(messages, "assistant", text(random));
        int calls = random.nextInt(3);
        for (int i = 0; i < calls; i++) {
            ObjectNode arguments = JSON.createObjectNode().put("x", random.nextInt(99));
            said.withArray("tool_calls")
                    .addObject()
                    .put("id", "c" + turn + i)
                    .put("type", "function")
                    .putObject("function")
                    .put("name", "f" + i)
                    .put("arguments", arguments.toString());
        }
        for (int i = 0; i < calls; i++) {
            message(messages, "tool", text(random)).put("tool_call_id", "c" + turn + i);
        }
        ObjectNode asked = messages.addObject().put("role", "user");
        ArrayNode parts = asked.putArray("content");
        parts.addObject().put("type", "text").put("text", text(random));
        if (random.nextBoolean()) {
            parts.addObject()
                    .put("type", "image_url")
                    .putObject("image_url")
                    .put("url", "data:image/webp;base64,aGVsbG8=");
        }
    }

    private static void tools(Random random, ObjectNode request) {
        for (int i = 0; i < 3; i++) {
            ObjectNode function =
                    request.withArray("tools")
                            .addObject()
                            .put("type", "function")
                            .putObject("function")
                            .put("name", "f" + i)
                            .put("description", text(random))
                            .put("strict", random.nextBoolean());
            function.putObject("parameters").put("type", "object").putObject("properties");
        }
        request.put("tool_choice", random.nextBoolean() ? "auto" : "required");
    }

    private static ObjectNode message(ArrayNode messages, String role, String text) {
        return messages.addObject().put("role", role).put("content", text);
    }

    private static String text(Random random) {
        return List.of("Grüße", "a \"quoted\" {word}", "\uD83D\uDE00 line\nbreak", "x")
                .get(random.nextInt(4));
    }
}
