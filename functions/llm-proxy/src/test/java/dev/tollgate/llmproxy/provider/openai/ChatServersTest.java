package dev.tollgate.llmproxy.provider.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.config.ChatServer;
import dev.tollgate.core.config.KeyHeader;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.error.Refused;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.language.Language;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.testkit.Fixtures;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What servers of this language have each in its own way, for a client of the same language.
final class ChatServersTest {
    private static final String MESSAGES = "\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private final OpenAiProvider provider = new OpenAiProvider();

    @Test
    void pass_pathByDeployment_namesModelAndVersion() {
        var server =
                new ChatServer(
                        "/deployments/{model}/chat/completions",
                        "2024-10-21",
                        KeyHeader.API_KEY,
                        List.of("max_completion_tokens"),
                        true,
                        Set.of());

        assertEquals(
                "/deployments/my%20gpt/chat/completions?api-version=2024-10-21",
                pass(server, "", false).request().path());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    max_tokens                       | ''                             | "max_tokens":64
                    max_tokens                       | "max_completion_tokens":9      | "max_tokens":9
                    max_completion_tokens            | "max_tokens":9                 | "max_completion_tokens":9
                    max_completion_tokens            | "max_completion_tokens":9      | "max_completion_tokens":9
                    max_completion_tokens            | "max_tokens":900               | "max_completion_tokens":64
                    max_completion_tokens,max_tokens | "max_tokens":9                 | "max_tokens":9
                    """)
    void pass_bound_standsUnderANameTheServerKnows(String known, String said, String sent) {
        var server =
                new ChatServer(
                        "/chat/completions",
                        null,
                        KeyHeader.BEARER,
                        List.of(known.split(",", -1)),
                        true,
                        Set.of());
        Exchange exchange = pass(server, said, false);
        String body = new String(exchange.request().body(), StandardCharsets.UTF_8);

        assertTrue(body.contains(sent), body);
        assertEquals(2, body.split("max_", -1).length, body);
        assertEquals(
                Long.parseLong(sent.split(":", -1)[1]),
                exchange.bound().whole().of(UsageKind.OUTPUT));
    }

    @Test
    void pass_serverThatTellsUsageUnasked_getsNoWishForIt() {
        var server =
                new ChatServer(
                        "/chat/completions",
                        null,
                        KeyHeader.BEARER,
                        ChatServer.BOUNDS,
                        false,
                        Set.of());
        for (String said : List.of("", "\"stream_options\":{\"include_usage\":true}")) {
            Exchange exchange = pass(server, said, true);

            assertFalse(
                    new String(exchange.request().body(), StandardCharsets.UTF_8)
                            .contains("stream_options"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    logit_bias                  | "logit_bias":{"1":2}                                 | logit_bias
                    n                           | "n":2                                                | n
                    tool_choice                 | "tool_choice":"required"                             | tool_choice
                    response_format.json_schema | "response_format":{"type":"json_schema"}             | response_format
                    messages.name               | "messages":[{"role":"user","content":"","name":"x"}] | messages[0].name
                    messages.content.image_url  | "messages":[{"role":"user","content":[{"type":"text","text":"t"},{"type":"image_url","image_url":{"url":"u"}}]}] | messages[0].content[1]
                    """)
    void pass_whatTheServerDoesNotTake_isRefusedByName(String word, String said, String named) {
        Refused refused = assertThrows(Refused.class, () -> pass(without(word), said, false));

        assertTrue(
                refused.error().message().startsWith("the field " + named + " cannot"),
                refused.error()::message);
        assertEquals("not_supported_by_target", refused.error().code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    n                           | "n":1
                    tool_choice                 | "tool_choice":"auto"
                    response_format.json_schema | "response_format":{"type":"json_object"}
                    """)
    void pass_whatAsksForNothing_passes(String word, String said) {
        Exchange exchange = pass(without(word), said, false);

        assertTrue(
                new String(exchange.request().body(), StandardCharsets.UTF_8).contains(said), said);
    }

    @Test
    void carries_whatTheServerDoesNotTake_isNotAmongIt() {
        Set<Feature> carried = provider.carries(upstream(without("messages.content.image_url")));

        assertFalse(carried.contains(Feature.IMAGE));
        assertFalse(carried.contains(Feature.IMAGE_URL));
        assertTrue(carried.contains(Feature.JSON_SCHEMA));
    }

    private static ChatServer without(String word) {
        return new ChatServer(
                "/chat/completions", null, KeyHeader.BEARER, ChatServer.BOUNDS, true, Set.of(word));
    }

    /// @param member of the request; its `messages` stand for the usual ones
    private Exchange pass(ChatServer server, String member, boolean stream) {
        String rest = member.contains("\"messages\"") ? "" : "," + MESSAGES;
        String body =
                "{\"model\":\"gpt\"," + (member.isEmpty() ? "\"user\":\"u\"" : member) + rest + "}";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return provider.pass(
                new NativeCall(
                        Language.CHAT_COMPLETIONS,
                        stream,
                        "gpt",
                        bytes,
                        StrictJson.object(bytes),
                        Map.of()),
                upstream(server));
    }

    private static Upstream upstream(ChatServer server) {
        return new Upstream(
                new ProviderConfig(
                        "sim",
                        ProviderKind.OPENAI,
                        URI.create("http://127.0.0.1:1/v1"),
                        null,
                        null,
                        64,
                        server),
                new Target("sim", "my gpt", 64),
                Fixtures.PRICE);
    }
}
