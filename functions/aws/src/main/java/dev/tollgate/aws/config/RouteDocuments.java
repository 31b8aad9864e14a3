package dev.tollgate.aws.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.config.Choice;
import dev.tollgate.core.config.Condition;
import dev.tollgate.core.config.FailureClass;
import dev.tollgate.core.config.Fallback;
import dev.tollgate.core.config.Patience;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.Target;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How a route is written down in the table. One that is nothing but a target is that target's
/// document alone, which is what releases before routes wrote and read.
///
/// A class of failure that is not known is left out: it would only grant another attempt.
final class RouteDocuments {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String TARGETS = "targets";

    /// Not there in documents of releases that knew no other condition than a size.
    private static final String CLAIMS = "claims";

    private static final String BUDGET_LEFT = "budgetLeft";

    private RouteDocuments() {}

    static ObjectNode route(Route route) {
        if (route.equals(Route.to(route.first()))) {
            return target(route.first());
        }
        ObjectNode node = NODES.objectNode();
        node.set(TARGETS, JsonMembers.list(route.choices(), RouteDocuments::choice));
        node.set(
                "fallbackOn",
                JsonMembers.list(route.fallback().on(), on -> NODES.textNode(on.word())));
        node.put("retries", route.fallback().retries());
        Patience patience = route.patience();
        ObjectNode millis = node.putObject("patienceMillis");
        put(millis, "answer", patience.answer());
        put(millis, "firstContent", patience.firstContent());
        put(millis, "idle", patience.idle());
        node.put("sticky", route.sticky());
        node.set("drop", JsonMembers.list(route.drop(), NODES::textNode));
        return node;
    }

    static Route route(JsonNode node) {
        if (!node.has(TARGETS)) {
            return Route.to(target(node));
        }
        JsonNode millis = JsonMembers.member(node, "patienceMillis");
        return new Route(
                JsonMembers.member(node, TARGETS)
                        .valueStream()
                        .map(RouteDocuments::choice)
                        .toList(),
                new Fallback(
                        JsonMembers.texts(node, "fallbackOn").stream()
                                .flatMap(word -> FailureClass.ofWord(word).stream())
                                .collect(Collectors.toSet()),
                        Math.toIntExact(JsonMembers.number(node, "retries"))),
                new Patience(
                        duration(millis, "answer"),
                        duration(millis, "firstContent"),
                        duration(millis, "idle")),
                JsonMembers.member(node, "sticky").booleanValue(),
                JsonMembers.texts(node, "drop"));
    }

    private static ObjectNode choice(Choice choice) {
        Condition when = choice.when();
        ObjectNode node =
                target(choice.target())
                        .put("weight", choice.weight())
                        .put("leastBytes", when.leastBytes())
                        .put("mostBytes", when.mostBytes())
                        .put(BUDGET_LEFT, when.budgetLeft());
        ObjectNode claims = node.putObject(CLAIMS);
        when.claims()
                .forEach((claim, values) ->
                        claims.set(claim, JsonMembers.list(values, NODES::textNode)));
        return node;
    }

    private static Choice choice(JsonNode node) {
        return new Choice(
                target(node),
                Math.toIntExact(JsonMembers.number(node, "weight")),
                new Condition(
                        JsonMembers.number(node, "leastBytes"),
                        JsonMembers.number(node, "mostBytes"),
                        JsonMembers.map(node.path(CLAIMS), JsonMembers::texts),
                        node.path(BUDGET_LEFT).asInt(0)));
    }

    private static ObjectNode target(Target target) {
        return NODES.objectNode()
                .put("provider", target.provider())
                .put("model", target.model())
                .put("maxOutputTokens", target.maxOutputTokens());
    }

    private static Target target(JsonNode node) {
        return new Target(
                JsonMembers.text(node, "provider"),
                JsonMembers.text(node, "model"),
                Math.toIntExact(JsonMembers.number(node, "maxOutputTokens")));
    }

    private static void put(ObjectNode millis, String name, @Nullable Duration duration) {
        if (duration != null) {
            millis.put(name, duration.toMillis());
        }
    }

    private static @Nullable Duration duration(JsonNode millis, String name) {
        return millis.has(name) ? Duration.ofMillis(JsonMembers.number(millis, name)) : null;
    }
}
