package dev.tollgate.control.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.tollgate.core.config.Condition;
import dev.tollgate.core.config.CredentialReference;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.money.Offering;
import dev.tollgate.core.principal.Scope;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What must be right in a tenant's file beyond its schema. Looks at what is there, also in a file
/// that has other mistakes.
final class TenantCheck {
    private final Source source;
    private final @Nullable Source platform;
    private final LocalDate today;
    private final List<Mistake> mistakes = new ArrayList<>();

    /// @param platform null when it could not be read; then nothing is held against it
    /// @param today in UTC, as prices are dated
    TenantCheck(Source source, @Nullable Source platform, LocalDate today) {
        this.source = source;
        this.platform = platform;
        this.today = today;
    }

    /// @param id what the file's name says
    List<Mistake> check(String id) {
        JsonNode tree = source.tree();
        JsonNode tenant = tree.path("tenant");
        if (tenant.isTextual() && !tenant.textValue().equals(id)) {
            add(Source.at("tenant"), tenant + " is not the file's name; write " + id);
        }
        zone(tree.path("timeZone"));
        boolean ceiling = tree.has("ceilingPrice");
        PlatformCheck.fields(tree.path("aliases"))
                .forEach((alias, route) -> route(Source.at("aliases", alias), route, ceiling));
        Set<String> aliases = PlatformCheck.fields(tree.path("aliases")).keySet();
        PlatformCheck.fields(tree.path("keys"))
                .forEach((key, policy) -> models(Source.at("keys", key), policy, aliases));
        PlatformCheck.fields(tree.path("upstreamKeys"))
                .forEach((provider, key) -> upstreamKey(id, provider, key));
        return mistakes;
    }

    /// A key of the tenant's own stands under its name, so that no tenant is given the platform's
    /// or another's by a slip.
    private void upstreamKey(String id, String provider, JsonNode key) {
        JsonPointer at = Source.at("upstreamKeys", provider);
        requireProvider(at, provider);
        JsonNode credential = key.path("credential");
        CredentialReference.read(credential.asText())
                .filter(CredentialReference.Stored.class::isInstance)
                .map(CredentialReference.Stored.class::cast)
                .filter(stored -> !stored.shortName().startsWith(id + '/'))
                .ifPresent(stored ->
                        add(
                                at.appendProperty("credential"),
                                "a tenant's own key stands under its name; write …/upstream/%s/%s"
                                        .formatted(id, provider)));
    }

    private boolean requireProvider(JsonPointer at, String provider) {
        if (platform == null) {
            return false;
        }
        Set<String> providers = PlatformCheck.fields(platform.tree().path("providers")).keySet();
        if (!providers.contains(provider)) {
            add(at, PlatformCheck.noProvider(provider, providers));
            return false;
        }
        return true;
    }

    private void zone(JsonNode zone) {
        Set<String> zones = ZoneId.getAvailableZoneIds();
        if (zone.isTextual() && !zones.contains(zone.textValue())) {
            String wanted = zone.textValue();
            String near =
                    zones.stream()
                            .filter(known -> known.endsWith("/" + wanted))
                            .sorted()
                            .findFirst()
                            .or(() -> Nearest.to(wanted, zones))
                            .orElse("for example Europe/Berlin");
            add(Source.at("timeZone"), zone + " is no IANA time zone; write " + near);
        }
    }

    private void route(JsonPointer at, JsonNode route, boolean ceiling) {
        JsonNode targets = route.path(RouteReader.TARGETS);
        if (targets.isMissingNode()) {
            target(at, route, ceiling);
        }
        ofOneOffering(at.appendProperty(RouteReader.TARGETS), targets);
        for (int i = 0; i < targets.size(); i++) {
            JsonPointer place = at.appendProperty(RouteReader.TARGETS).appendIndex(i);
            target(place, targets.path(i), ceiling);
            JsonPointer when = place.appendProperty("when");
            bytes(when, targets.path(i).path("when").path(Condition.INPUT_BYTES));
            claims(when, targets.path(i).path("when").path(Condition.CLAIMS));
        }
    }

    private void ofOneOffering(JsonPointer at, JsonNode targets) {
        List<Offering> offerings =
                targets.valueStream()
                        .map(target -> target.path("model").asText())
                        .map(TenantCheck::offering)
                        .toList();
        for (int i = 1; i < offerings.size(); i++) {
            if (offerings.get(i) != offerings.getFirst()) {
                add(
                        at.appendIndex(i).appendProperty("model"),
                        "a guardrail cannot stand in for a model, nor a model for a guardrail;"
                                + " write two aliases");
            }
        }
    }

    private static Offering offering(String model) {
        return new Target("", model, 0).offering();
    }

    /// Where no issuer hands a claim on, no call would ever meet the condition.
    private void claims(JsonPointer when, JsonNode claims) {
        if (platform == null) {
            return;
        }
        Set<String> handedOn = handedOn(platform.tree().path("issuers"));
        for (String claim : PlatformCheck.fields(claims).keySet()) {
            if (!handedOn.contains(claim)) {
                add(
                        when.appendProperty(Condition.CLAIMS).appendProperty(claim),
                        "no issuer of this tenant hands on the claim \"%s\"; %sadd it to claims of the issuer in platform.yaml"
                                .formatted(
                                        claim,
                                        Nearest.to(claim, handedOn)
                                                .map(near -> "write " + near + ", or ")
                                                .orElse("")));
            }
        }
    }

    private Set<String> handedOn(JsonNode issuers) {
        return issuers.valueStream()
                .filter(issuer ->
                        issuer.path("tenants")
                                .valueStream()
                                .anyMatch(source.tree().path("tenant")::equals))
                .flatMap(issuer -> issuer.path("claims").valueStream())
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .collect(Collectors.toSet());
    }

    private void bytes(JsonPointer when, JsonNode bytes) {
        JsonNode least = bytes.path("atLeast");
        JsonNode most = bytes.path("atMost");
        if (least.isIntegralNumber()
                && most.isIntegralNumber()
                && least.longValue() > most.longValue()) {
            add(
                    when.appendProperty(Condition.INPUT_BYTES),
                    "no request is so large and so small; write atLeast at or below atMost");
        }
    }

    private void target(JsonPointer at, JsonNode node, boolean ceiling) {
        JsonNode provider = node.path("provider");
        if (platform == null || !provider.isTextual()) {
            return;
        }
        boolean known = requireProvider(at.appendProperty("provider"), provider.textValue());
        if (!known || !node.path("model").isTextual()) {
            return;
        }
        var target = new Target(provider.textValue(), node.path("model").textValue(), 0);
        boolean priced =
                switch (target.offering()) {
                    case MODEL -> ceiling;
                    case GUARDRAIL -> !atBedrock(at.appendProperty("provider"), target);
                };
        if (!priced) {
            price(at.appendProperty("model"), target);
        }
    }

    private boolean atBedrock(JsonPointer at, Target target) {
        String kind = platform("providers", target.provider()).path("kind").asText();
        boolean bedrock = kind.equals(ProviderKind.BEDROCK.word());
        if (!bedrock) {
            add(
                    at,
                    "guardrails are at providers of the kind bedrock; %s is of the kind %s"
                            .formatted(target.provider(), kind));
        }
        return bedrock;
    }

    private void price(JsonPointer at, Target target) {
        String name = target.priced().substring(target.provider().length() + 1);
        JsonNode models = platform("prices", target.provider());
        Set<String> known = PlatformCheck.fields(models).keySet();
        String instead = target.offering() == Offering.MODEL ? ", or a ceilingPrice here" : "";
        if (!known.contains(name)) {
            add(
                    at,
                    "there is no price for %s; %sadd prices.%s[\"%s\"] to platform.yaml%s"
                            .formatted(
                                    name,
                                    Nearest.to(name, known)
                                            .map(near -> "write " + near + ", or ")
                                            .orElse(""),
                                    target.provider(),
                                    name,
                                    instead));
            return;
        }
        Optional<LocalDate> from =
                PlatformCheck.date(models.path(name).path(0).path("from").asText());
        if (from.isPresent() && from.get().isAfter(today)) {
            add(
                    at,
                    "the price for %s begins on %s; add one from today on%s"
                            .formatted(name, from.get(), instead));
        }
    }

    private JsonNode platform(String part, String provider) {
        return platform == null
                ? MissingNode.getInstance()
                : platform.tree().path(part).path(provider);
    }

    private void models(JsonPointer key, JsonNode policy, Set<String> aliases) {
        JsonNode models = policy.path("models");
        for (int i = 0; i < models.size(); i++) {
            String model = models.path(i).asText();
            if (!model.equals(Scope.ANY_MODEL) && !aliases.contains(model)) {
                add(
                        key.appendProperty("models").appendIndex(i),
                        "there is no alias \"%s\" here; %s"
                                .formatted(
                                        model,
                                        Nearest.to(model, aliases)
                                                .map(near -> "write " + near)
                                                .orElse("add it to aliases")));
            }
        }
    }

    private void add(JsonPointer at, String message) {
        mistakes.add(source.mistake(at, message));
    }
}
