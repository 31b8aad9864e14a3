package dev.tollgate.control.config;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.config.Choice;
import dev.tollgate.core.config.Condition;
import dev.tollgate.core.config.FailureClass;
import dev.tollgate.core.config.Fallback;
import dev.tollgate.core.config.Patience;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.Target;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;

/// Turns an alias of a tenant's file without a mistake into its route: one target, or several with
/// what is said of them.
final class RouteReader {
    static final String TARGETS = "targets";

    private static final String USUAL_WAIT = "60s";

    private RouteReader() {}

    static Route route(JsonNode node) {
        if (!node.has(TARGETS)) {
            return Route.to(target(node));
        }
        JsonNode timeouts = node.path("timeouts");
        JsonNode answer = timeouts.path("answer");
        return new Route(
                node.path(TARGETS).valueStream().map(RouteReader::choice).toList(),
                new Fallback(classes(node.path("fallbackOn")), node.path("retries").asInt(0)),
                new Patience(
                        answer.isMissingNode() ? null : seconds(answer.textValue()),
                        seconds(timeouts.path("firstContent").asText(USUAL_WAIT)),
                        seconds(timeouts.path("idle").asText(USUAL_WAIT))),
                node.path("sticky").asBoolean(false),
                RecordReader.texts(node.path("drop")));
    }

    /// `<n>s`.
    static Duration seconds(String text) {
        return Duration.ofSeconds(Integer.parseInt(text.substring(0, text.length() - 1)));
    }

    private static Choice choice(JsonNode node) {
        return new Choice(target(node), node.path("weight").asInt(0), condition(node.path("when")));
    }

    private static Condition condition(JsonNode when) {
        JsonNode bytes = when.path(Condition.INPUT_BYTES);
        return new Condition(
                bytes.path("atLeast").asLong(0),
                bytes.path("atMost").asLong(Condition.ANY_SIZE),
                RecordReader.map(when.path(Condition.CLAIMS), RecordReader::texts),
                percent(when.path(Condition.BUDGET_LEFT).asText("0%")));
    }

    /// `<n>%`.
    private static int percent(String text) {
        return Integer.parseInt(text.substring(0, text.length() - 1));
    }

    private static Target target(JsonNode node) {
        return new Target(
                node.path("provider").textValue(),
                node.path("model").textValue(),
                node.path("maxOutputTokens").intValue());
    }

    private static Set<FailureClass> classes(JsonNode words) {
        return words.isMissingNode()
                ? Fallback.USUAL
                : RecordReader.texts(words).stream()
                        .map(word -> FailureClass.ofWord(word).orElseThrow())
                        .collect(Collectors.toSet());
    }
}
