package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.testkit.ErrorTable;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// A client's side: how it asks the alias `chat`, and how its dialect says what went wrong.
enum Asking {
    BEDROCK,
    OPENAI,
    ANTHROPIC;

    private static final ErrorTable ERRORS = ErrorTable.read();

    Client ask(Rig rig, boolean streamed) throws IOException {
        return ask(rig, streamed, new Client());
    }

    Client ask(Rig rig, boolean streamed, Client client) throws IOException {
        String messages =
                "{\"model\":\"chat\",\"max_tokens\":32,\"stream\":"
                        + streamed
                        + ",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        return switch (this) {
            case BEDROCK ->
                    rig.call(
                            "chat",
                            streamed ? "converse-stream" : "converse",
                            Rig.SAY_HELLO,
                            client);
            case OPENAI -> rig.send(Rig.completion(Fixtures.alice(), messages, Map.of()), client);
            case ANTHROPIC -> rig.send(Rig.messages("", messages, Map.of()), client);
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
        ErrorTable.Row row = ERRORS.row(fault.code());
        return switch (this) {
            case BEDROCK -> row.status() + " " + row.exception();
            case OPENAI -> row.toOpenAi().status() + " " + row.toOpenAi().code();
            case ANTHROPIC -> row.toAnthropic().status() + " " + row.toAnthropic().type();
        };
    }
}
