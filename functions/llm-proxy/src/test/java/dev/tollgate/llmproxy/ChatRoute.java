package dev.tollgate.llmproxy;

import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.config.Choice;
import dev.tollgate.core.config.FailureClass;
import dev.tollgate.core.config.Fallback;
import dev.tollgate.core.config.Patience;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.Target;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// A rig whose alias `chat` is a route of targets that each answer as a test says, and what
/// OpenAI's clients get of it.
final class ChatRoute implements AutoCloseable {
    static final Target ONE = Speech.OPENAI.target("one");
    static final Target TWO = Speech.OPENAI.target("two");

    private static final String HELLO =
            "{\"model\":\"chat\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}";

    final Rig rig = new Rig(this::answer);
    private final Map<String, ScriptedUpstream.Script> answers = new HashMap<>();

    /// By the model that is asked; OpenAI's `Hello.` where nothing is said of it.
    private void answer(ScriptedUpstream.Request request, ScriptedUpstream.Wire wire)
            throws Exception {
        for (var script : answers.entrySet()) {
            String model = script.getKey();
            if (request.body().contains("\"" + model + "\"")
                    || request.path().contains("/" + model)) {
                script.getValue().answer(request, wire);
                return;
            }
        }
        Fault.answer(Speech.OPENAI, Speech.streamed(request), "Hello.", wire);
    }

    void answers(String model, ScriptedUpstream.Script script) {
        answers.put(model, script);
    }

    void fails(String model, int status, String body, String... headers) {
        answers(model, (_, wire) -> wire.whole(status, body, headers));
    }

    void route(Fallback fallback, Target... targets) {
        route(fallback, Set.of(), targets);
    }

    void route(Fallback fallback, Set<String> drop, Target... targets) {
        rig.route(
                "chat",
                new Route(
                        Stream.of(targets).map(Choice::of).toList(),
                        fallback,
                        Patience.UNBOUNDED,
                        false,
                        drop));
    }

    static Fallback on(FailureClass... classes) {
        return new Fallback(Set.of(classes), 0);
    }

    Client complete(String more) throws IOException {
        return rig.complete(HELLO.formatted(more));
    }

    Client complete(Map<String, List<String>> headers) throws IOException {
        return rig.send(Rig.completion(Fixtures.alice(), HELLO.formatted(""), headers));
    }

    /// Of the last call.
    List<Attempt> attempts() {
        List<CallLine> lines = rig.books.lines(Fixtures.ACME, 10);
        return lines.isEmpty() ? List.of() : lines.getFirst().attempts();
    }

    /// The targets of the last call.
    List<String> asked() {
        return attempts().stream().map(Attempt::target).toList();
    }

    @Override
    public void close() {
        rig.close();
    }
}
