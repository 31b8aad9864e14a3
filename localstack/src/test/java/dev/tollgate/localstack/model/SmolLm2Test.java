package dev.tollgate.localstack.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.localstack.upstream.LiveUpstreams;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The real model, end to end. Skipped, with the reason, where it cannot be had.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SmolLm2Test {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String QUESTION = "What is the capital of France? Answer in one word.";

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private LiveUpstreams live;
    private List<HttpResponse<String>> firstTwo;

    @BeforeAll
    void startAndCallTwiceAtOnce() throws Exception {
        live = new LiveUpstreams();
        List<CompletableFuture<HttpResponse<String>>> calls =
                List.of(http.sendAsync(ask(""), text()), http.sendAsync(ask(""), text()));
        firstTwo = List.of(calls.getFirst().get(), calls.getLast().get());
        for (HttpResponse<String> answer : firstTwo) {
            assumeFalse(answer.statusCode() == 503, answer.body());
        }
    }

    @AfterAll
    void stop() throws Exception {
        List<ProcessHandle> children = models();
        live.close();
        for (ProcessHandle child : children) {
            child.onExit().get(10, TimeUnit.SECONDS);
        }
        http.close();
    }

    private static HttpResponse.BodyHandler<String> text() {
        return HttpResponse.BodyHandlers.ofString();
    }

    private HttpRequest ask(String more) {
        String body =
                "{\"model\":\"smollm2-135m-instruct\",\"max_tokens\":12,\"messages\":"
                        + "[{\"role\":\"user\",\"content\":\""
                        + QUESTION
                        + "\"}]"
                        + more
                        + "}";
        return HttpRequest.newBuilder(URI.create(live.upstreams.smolLm2Url() + "/chat/completions"))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
    }

    private static List<ProcessHandle> models() {
        return ProcessHandle.current()
                .children()
                .filter(c -> c.info().commandLine().orElse("").contains("SmolLm2Server"))
                .toList();
    }

    @Test
    void completion_twoFirstCallers_shareOneProcess() throws Exception {
        assertEquals(1, models().size());
        JsonNode one = JSON.readTree(firstTwo.getFirst().body());
        JsonNode two = JSON.readTree(firstTwo.getLast().body());
        String answer = one.at("/choices/0/message/content").asText();
        assertTrue(answer.contains("Paris"), answer);
        assertEquals(answer, two.at("/choices/0/message/content").asText());
        assertTrue(one.at("/usage/prompt_tokens").asInt() > 20);
        assertTrue(one.at("/usage/completion_tokens").asInt() <= 12);
    }

    @Test
    void completion_streamed_agreesInTextAndUsage() throws Exception {
        String body =
                http.send(
                                ask(",\"stream\":true,\"stream_options\":{\"include_usage\":true}"),
                                text())
                        .body();
        StringBuilder answer = new StringBuilder();
        JsonNode usage = null;
        for (String line : body.split("\n\n", -1)) {
            if (line.startsWith("data: {")) {
                JsonNode chunk = JSON.readTree(line.substring("data: ".length()));
                answer.append(chunk.at("/choices/0/delta/content").asText(""));
                usage = chunk.path("usage");
            }
        }
        JsonNode whole = JSON.readTree(firstTwo.getFirst().body());
        assertEquals(whole.at("/choices/0/message/content").asText(), answer.toString());
        assertEquals(whole.path("usage"), usage);
        assertTrue(body.endsWith("data: [DONE]\n\n"));
    }

    @Test
    void completion_maxTokensOne_isLengthAndOneToken() throws Exception {
        HttpRequest one =
                HttpRequest.newBuilder(ask("").uri())
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"model\":\"smollm2-135m-instruct\",\"max_tokens\":1,"
                                                + "\"messages\":[{\"role\":\"user\",\"content\":"
                                                + "\"Tell me a story.\"}]}"))
                        .build();
        JsonNode answer = JSON.readTree(http.send(one, text()).body());
        assertEquals("length", answer.at("/choices/0/finish_reason").asText());
        assertEquals(1, answer.at("/usage/completion_tokens").asInt());
    }

    @Test
    void completion_tools_areRefusedByName() throws Exception {
        HttpResponse<String> refused =
                http.send(ask(",\"tools\":[{\"type\":\"function\"}]"), text());
        assertEquals(400, refused.statusCode());
        assertEquals("tools", JSON.readTree(refused.body()).at("/error/param").asText());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void completion_clientLeaves_theNextIsServed(boolean streamed) throws Exception {
        String body =
                "{\"model\":\"smollm2-135m-instruct\",\"max_tokens\":3000,\"stream\":"
                        + streamed
                        + ",\"messages\":[{\"role\":\"user\","
                        + "\"content\":\"Write a long story about a bridge.\"}]}";
        HttpRequest endless =
                HttpRequest.newBuilder(ask("").uri())
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
        InputStream answer = http.send(endless, HttpResponse.BodyHandlers.ofInputStream()).body();
        assertTrue(answer.read() >= 0, "it has begun");
        answer.close();
        // Were the long one not stopped, this would wait minutes for its turn.
        HttpResponse<String> next = http.sendAsync(ask(""), text()).get(30, TimeUnit.SECONDS);
        assertEquals(200, next.statusCode());
    }
}
