package dev.tollgate.localstack.simulator.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.simulator.play.Answer;
import dev.tollgate.localstack.simulator.play.Members;
import dev.tollgate.localstack.simulator.play.Prompt;
import dev.tollgate.localstack.simulator.play.Script;
import dev.tollgate.localstack.simulator.play.SimRefusal;
import dev.tollgate.localstack.simulator.play.SimulatedModel;
import dev.tollgate.localstack.simulator.play.Stage;
import dev.tollgate.localstack.upstream.http.Exchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/// Answers chat completions of whoever is admitted. Thread-safe.
final class Completions {
    private final String name;
    private final Stage stage;
    private final Optional<ContentFilter> filter;

    /// @param name of the simulator
    /// @param filter that looks at prompts and answers, where there is one
    Completions(String name, Stage stage, Optional<ContentFilter> filter) {
        this.name = name;
        this.stage = stage;
        this.filter = filter;
    }

    void answer(Exchange exchange, Members body) throws SimRefusal, IOException {
        boolean stream = body.flag("stream");
        if (body.has("stream_options") && !stream) {
            throw SimRefusal.invalid("'stream_options' is only allowed when 'stream' is true");
        }
        boolean includeUsage = body.optionalObject("stream_options").flag("include_usage");
        Prompt prompt = ReadChat.read(body);
        Script script = Script.of(prompt.lastUserText(), name);
        Answer answer = SimulatedModel.answer(prompt, script);
        if (filter.isPresent()) {
            filter.get().look(script);
        }
        stage.prepare(script);
        if (script.page()) {
            exchange.sendPage();
        } else if (stream) {
            OutputStream out = exchange.stream(200, "text/event-stream", Map.of());
            if (filter.isPresent()) {
                out.write(bytes("data: " + filter.get().firstChunk() + "\n\n"));
            }
            stage.play(answer, script, new ChatShape(answer, includeUsage, out));
            out.close();
        } else {
            ObjectNode whole = ChatShape.whole(answer);
            filter.ifPresent(looks -> looks.mark(whole));
            stage.send(exchange, script, Map.of(), bytes(whole.toString()));
        }
    }

    static ObjectNode error(SimRefusal refusal) {
        String type =
                switch (refusal.status()) {
                    case 429 -> "rate_limit_error";
                    default -> refusal.status() < 500 ? "invalid_request_error" : "server_error";
                };
        String code =
                refusal.code().isEmpty() && refusal.status() == 429
                        ? "rate_limit_exceeded"
                        : refusal.code();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("error")
                .put("message", refusal.text())
                .put("type", type)
                .putNull("param")
                .put("code", code.isEmpty() ? null : code);
        return json;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
