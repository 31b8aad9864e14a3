package dev.tollgate.smollm2;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ChatRequestTest {
    private static ChatRequest read(String members) throws Exception {
        return ChatRequest.read(
                new ObjectMapper()
                        .readTree("{\"model\":\"smollm2-135m-instruct\"," + members + "}"));
    }

    @Test
    void read_everyMember_isCarried() throws Exception {
        ChatRequest request =
                read(
                        """
                        "messages":[{"role":"system","content":"Be brief."},
                          {"role":"user","content":[{"type":"text","text":"a"},
                            {"type":"text","text":"b"}]},
                          {"role":"assistant","content":"c"},{"role":"user","content":"d"}],
                        "max_completion_tokens":7,"temperature":0.5,"top_p":0.9,"seed":4,
                        "stop":["x","y"],"stream":true,"stream_options":{"include_usage":true},
                        "n":1,"user":null,"tools":null\
                        """);
        assertEquals(
                new ChatRequest(
                        "Be brief.",
                        List.of(
                                new ChatRequest.Turn("user", "ab"),
                                new ChatRequest.Turn("assistant", "c"),
                                new ChatRequest.Turn("user", "d")),
                        7,
                        0.5f,
                        0.9f,
                        4,
                        List.of("x", "y"),
                        true,
                        true),
                request);
    }

    @Test
    void read_onlyMessages_getsDefaults() throws Exception {
        ChatRequest request = read("\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]");
        assertEquals(ChatRequest.DEFAULT_MAX_TOKENS, request.maxTokens());
        assertEquals(0f, request.temperature());
        assertEquals(1f, request.topP());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"n\":2 | n",
                "\"tools\":[] | tools",
                "\"logprobs\":true | logprobs",
                "\"response_format\":{} | response_format",
                "\"max_tokens\":0 | max_tokens",
                "\"max_tokens\":\"9\" | max_tokens",
                "\"temperature\":2.5 | temperature",
                "\"stream\":1 | stream",
                "\"stop\":[1] | stop"
            })
    void read_whatTheModelCannotDo_isRefusedByName(String member, String name) {
        RequestRefused refused =
                assertThrows(
                        RequestRefused.class,
                        () ->
                                read(
                                        "\"messages\":[{\"role\":\"user\",\"content\":\"a\"}],"
                                                + member));
        assertEquals(400, refused.status());
        assertEquals(name, refused.param());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]",
                "\"hi\"",
                "[{\"role\":\"tool\",\"content\":\"a\"}]",
                "[{\"role\":\"system\",\"content\":\"a\"}]",
                "[{\"role\":\"user\"}]",
                "[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\"}]}]"
            })
    void read_badMessages_areRefused(String messages) {
        assertThrows(RequestRefused.class, () -> read("\"messages\":" + messages));
    }
}
