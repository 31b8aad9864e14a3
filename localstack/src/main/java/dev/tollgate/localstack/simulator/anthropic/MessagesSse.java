package dev.tollgate.localstack.simulator.anthropic;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.simulator.messages.MessagesShape;
import dev.tollgate.localstack.simulator.play.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Anthropic's events as its own API sends them; after the first comes a `ping`.
final class MessagesSse implements MessagesShape.Carrier {
    private final OutputStream out;

    MessagesSse(OutputStream out) {
        this.out = out;
    }

    @Override
    public void event(ObjectNode event) throws IOException {
        String type = event.path("type").asText();
        send(type, event.toString());
        if (type.equals("message_start")) {
            send("ping", "{\"type\": \"ping\"}");
        }
    }

    @Override
    public void last(ObjectNode event, Answer answer) throws IOException {
        event(event);
    }

    @Override
    public void corrupt(ObjectNode event) throws IOException {
        send(event.path("type").asText(), "{\"type\":");
    }

    @Override
    public void failure() throws IOException {
        ObjectNode error = JsonNodeFactory.instance.objectNode().put("type", "error");
        error.putObject("error").put("type", "overloaded_error").put("message", "Overloaded");
        event(error);
    }

    private void send(String type, String data) throws IOException {
        String event = "event: " + type + "\ndata: " + data + "\n\n";
        out.write(event.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }
}
