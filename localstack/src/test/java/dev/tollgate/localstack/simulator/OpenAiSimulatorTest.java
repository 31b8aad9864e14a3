package dev.tollgate.localstack.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.localstack.upstream.LiveUpstreams;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpenAiSimulatorTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private LiveUpstreams live;

    @BeforeAll
    void start() throws Exception {
        live = new LiveUpstreams();
    }

    @AfterAll
    void stop() {
        http.close();
        live.close();
    }

    private HttpResponse<String> post(String key, String body) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(live.upstreams.openAiUrl() + "/chat/completions"))
                        .version(HttpClient.Version.HTTP_1_1)
                        .header("Authorization", "Bearer " + key)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static String chat(String text, String more) {
        return "{\"model\":\"gpt-sim\",\"messages\":[{\"role\":\"user\",\"content\":\""
                + text
                + "\"}]"
                + more
                + "}";
    }

    private JsonNode whole(String text, String more) throws Exception {
        HttpResponse<String> response = post(live.openAiKey, chat(text, more));
        assertEquals(200, response.statusCode(), response.body());
        return JSON.readTree(response.body());
    }

    private List<JsonNode> events(String text, String more) throws Exception {
        String body = post(live.openAiKey, chat(text, ",\"stream\":true" + more)).body();
        List<JsonNode> events = new ArrayList<>();
        String[] lines = body.split("\n\n", -1);
        for (String line : lines) {
            if (line.startsWith("data: {")) {
                events.add(JSON.readTree(line.substring("data: ".length())));
            }
        }
        assertTrue(body.endsWith("data: [DONE]\n\n"), body);
        return events;
    }

    @Test
    void completion_wholeAndStreamed_agreeInTextUsageAndReason() throws Exception {
        String usage = ",\"stream_options\":{\"include_usage\":true}";
        JsonNode whole = whole("Hello there", ",\"max_completion_tokens\":4");
        List<JsonNode> events = events("Hello there", ",\"max_completion_tokens\":4" + usage);
        StringBuilder text = new StringBuilder();
        events.forEach(e -> text.append(e.at("/choices/0/delta/content").asText("")));
        assertEquals(whole.at("/choices/0/message/content").asText(), text.toString());
        assertEquals("length", whole.at("/choices/0/finish_reason").asText());
        assertEquals(
                "length", events.get(events.size() - 2).at("/choices/0/finish_reason").asText());
        assertEquals(whole.path("usage"), events.getLast().path("usage"));
        assertEquals(4, whole.at("/usage/completion_tokens").asInt());
        assertEquals(3, whole.at("/usage/prompt_tokens").asInt());
        assertTrue(events.getFirst().path("usage").isNull());
    }

    @Test
    void stream_withoutIncludeUsage_hasNone() throws Exception {
        for (JsonNode event : events("Hello there", "")) {
            assertFalse(event.has("usage"));
        }
    }

    @Test
    void stream_askedForUsageButScriptedWithout_hasNone() throws Exception {
        List<JsonNode> events =
                events("[[sim no-usage]]", ",\"stream_options\":{\"include_usage\":true}");
        for (JsonNode event : events) {
            assertTrue(event.path("usage").isNull());
        }
    }

    @Test
    void tools_given_areAcceptedAndCounted() throws Exception {
        String tools = ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";
        int with = whole("Hi", tools).at("/usage/prompt_tokens").asInt();
        assertTrue(with > whole("Hi", "").at("/usage/prompt_tokens").asInt());
    }

    @Test
    void key_wrongOrModelUnknown_isRefused() throws Exception {
        HttpResponse<String> noKey = post(live.openAiKey + "x", chat("Hi", ""));
        assertEquals(401, noKey.statusCode());
        assertEquals("invalid_api_key", JSON.readTree(noKey.body()).at("/error/code").asText());
        HttpResponse<String> noModel =
                post(live.openAiKey, chat("Hi", "").replace("gpt-sim", "gpt-other"));
        assertEquals(404, noModel.statusCode());
    }

    @ParameterizedTest
    @CsvSource({"429, rate_limit_error", "500, server_error", "400, invalid_request_error"})
    void status_scripted_hasTheErrorShape(int status, String type) throws Exception {
        HttpResponse<String> response =
                post(live.openAiKey, chat("[[sim status=" + status + "]]", ""));
        assertEquals(status, response.statusCode());
        assertEquals(type, JSON.readTree(response.body()).at("/error/type").asText());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ",\"n\":2 | n",
                ",\"max_tokens\":0 | max_tokens",
                ",\"max_tokens\":1,\"max_completion_tokens\":1 | both",
                ",\"temperature\":\"hot\" | temperature",
                ",\"stream\":\"yes\" | stream",
                ",\"stream_options\":{\"include_usage\":true} | stream_options",
                ",\"stop\":[1] | stop",
                ",\"tools\":{} | tools"
            })
    void completion_wrongMember_isRefusedByName(String member, String named) throws Exception {
        HttpResponse<String> response = post(live.openAiKey, chat("Hi", member));
        assertEquals(400, response.statusCode());
        String message = JSON.readTree(response.body()).at("/error/message").asText();
        assertTrue(message.contains(named), message);
    }

    @Test
    void cut_afterTwo_breaksOff() {
        assertThrows(IOException.class, () -> events("[[sim words=9 cut=2]]", ""));
    }

    @Test
    void malformedAndFail_stream_endWithWhatTheySay() throws Exception {
        String malformed =
                post(live.openAiKey, chat("[[sim malformed=1]]", ",\"stream\":true")).body();
        assertTrue(malformed.endsWith("data: {\"choices\":[{\"delta\":\n\n"), malformed);
        String fail = post(live.openAiKey, chat("[[sim fail=1]]", ",\"stream\":true")).body();
        assertTrue(fail.contains("\"type\":\"server_error\""), fail);
        assertFalse(fail.contains("[DONE]"), fail);
    }
}
