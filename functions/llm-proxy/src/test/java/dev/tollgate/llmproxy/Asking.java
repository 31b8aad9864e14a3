package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.json.StrictJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A client's side: how it asks the alias `chat`, and how its dialect says what went wrong.
enum Asking {
    BEDROCK(
            "503 ServiceUnavailableException",
            "429 ThrottlingException",
            "408 ModelTimeoutException",
            "424 ModelErrorException"),
    OPENAI(
            "503 upstream_failed",
            "429 rate_limit_exceeded",
            "424 upstream_timeout",
            "424 upstream_cut"),
    ANTHROPIC("529 overloaded_error", "429 rate_limit_error", "424 timeout_error", "424 api_error");

    private final String failed;
    private final String throttled;
    private final String late;
    private final String cut;

    Asking(String failed, String throttled, String late, String cut) {
        this.failed = failed;
        this.throttled = throttled;
        this.late = late;
        this.cut = cut;
    }

    Client ask(Rig rig, boolean streamed) throws IOException {
        String messages =
                "{\"model\":\"chat\",\"max_tokens\":32,\"stream\":"
                        + streamed
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        return switch (this) {
            case BEDROCK ->
                    rig.call("chat", streamed ? "converse-stream" : "converse", Rig.SAY_HELLO);
            case OPENAI -> rig.complete(messages);
            case ANTHROPIC -> rig.send(Rig.messages("", messages, Map.of()));
        };
    }

    /// Requires the whole answer to be the error of a fault.
    void requireError(Fault fault, Client client) {
        assertEquals("application/json", client.header("content-type"), "type");
        JsonNode error = StrictJson.object(client.bytes()).path("error");
        assertEquals(said(fault), client.status() + " " + name(client, error), "error");
        assertTrue(!error.path("message").asText().isEmpty(), "message");
        assertEquals(
                fault == Fault.THROTTLED_WITH_RETRY_AFTER ? "7" : "",
                client.header("retry-after"),
                "retry-after");
    }

    /// Requires a stream to end with the error of a fault.
    void requireErrorAtTheEnd(Fault fault, Client client) {
        assertEquals(200, client.status(), "status");
        if (this == BEDROCK) {
            String last = client.frames().getLast();
            assertTrue(last.startsWith("!modelStreamErrorException "), last);
            return;
        }
        String last = client.text().strip();
        last = last.substring(last.lastIndexOf("data: ") + "data: ".length());
        JsonNode error = StrictJson.object(last.getBytes(StandardCharsets.UTF_8)).path("error");
        assertEquals(said(fault).split(" ", 2)[1], name(client, error), client::text);
    }

    private String name(Client client, JsonNode error) {
        return switch (this) {
            case BEDROCK -> client.header("x-amzn-ErrorType");
            case OPENAI -> error.path("code").asText();
            case ANTHROPIC -> error.path("type").asText();
        };
    }

    /// The status, and the name that programs look at.
    private String said(Fault fault) {
        return switch (fault.code()) {
            case "upstream_failed" -> failed;
            case "upstream_throttled" -> throttled;
            case "upstream_timeout" -> late;
            case "upstream_cut" -> cut;
            default -> throw new IllegalArgumentException(fault.code());
        };
    }
}
