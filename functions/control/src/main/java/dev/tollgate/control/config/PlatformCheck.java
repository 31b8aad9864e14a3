package dev.tollgate.control.config;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What must be right in `platform.yaml` beyond its schema. Looks at what is there, also in a file
/// that has other mistakes.
final class PlatformCheck {
    private final Source source;
    private final Set<String> tenants;
    private final Presets presets;
    private final List<Mistake> mistakes = new ArrayList<>();

    /// @param tenants the ids that have a file
    PlatformCheck(Source source, Set<String> tenants, Presets presets) {
        this.source = source;
        this.tenants = tenants;
        this.presets = presets;
    }

    List<Mistake> check() {
        JsonNode issuers = source.tree().path("issuers");
        var seen = new HashSet<String>();
        for (int i = 0; i < issuers.size(); i++) {
            issuer(issuers.path(i), i, seen);
        }
        Map<String, JsonNode> providers = fields(source.tree().path("providers"));
        providers.forEach((id, provider) -> {
            address(Source.at("providers", id, "baseUrl"), provider.path("baseUrl"));
            preset(Source.at("providers", id), provider);
        });
        fields(source.tree().path("prices"))
                .forEach((provider, models) -> prices(provider, models, providers));
        fields(source.tree().path("models"))
                .forEach(
                        (provider, _) -> known(Source.at("models", provider), provider, providers));
        return mistakes;
    }

    private void known(JsonPointer at, String provider, Map<String, JsonNode> providers) {
        if (!providers.containsKey(provider)) {
            add(at, noProvider(provider, providers.keySet()));
        }
    }

    private void issuer(JsonNode issuer, int index, Set<String> seen) {
        JsonPointer at = Source.at("issuers", index);
        JsonNode name = issuer.path("issuer");
        if (name.isTextual() && !seen.add(name.textValue())) {
            add(at.appendProperty("issuer"), "this issuer stands here twice; keep one of the two");
        }
        address(at.appendProperty("issuer"), name);
        address(at.appendProperty("jwksUri"), issuer.path("jwksUri"));
        fields(issuer.path("tenants"))
                .forEach((claim, tenant) -> {
                    if (tenant.isTextual() && !tenants.contains(tenant.textValue())) {
                        String advice =
                                Nearest.to(tenant.textValue(), tenants)
                                        .map(near -> "write " + near)
                                        .orElse("add tenants/" + tenant.textValue() + ".yaml");
                        add(
                                at.appendProperty("tenants").appendProperty(claim),
                                "there is no tenant \"" + tenant.textValue() + "\"; " + advice);
                    }
                });
    }

    private void preset(JsonPointer at, JsonNode provider) {
        JsonNode name = provider.path("preset");
        if (!name.isTextual()) {
            return;
        }
        Optional<Presets.Preset> preset = presets.named(name.textValue());
        if (preset.isEmpty()) {
            String advice =
                    Nearest.to(name.textValue(), presets.names())
                            .map(near -> "write " + near)
                            .orElse("there are " + String.join(", ", presets.names()));
            add(
                    at.appendProperty("preset"),
                    "there is no preset \"" + name.textValue() + "\"; " + advice);
        } else if (preset.get().baseUrl() == null && !provider.has("baseUrl")) {
            add(
                    at.appendProperty("baseUrl"),
                    "is missing; write for example \"" + preset.get().example() + "\"");
        }
    }

    private void prices(String provider, JsonNode models, Map<String, JsonNode> providers) {
        known(Source.at("prices", provider), provider, providers);
        fields(models)
                .forEach((model, dated) -> {
                    var versions = new HashSet<String>();
                    LocalDate before = LocalDate.MIN;
                    for (int i = 0; i < dated.size(); i++) {
                        JsonPointer at = Source.at("prices", provider, model, i);
                        JsonNode version = dated.path(i).path("version");
                        if (version.isTextual() && !versions.add(version.textValue())) {
                            add(
                                    at.appendProperty("version"),
                                    "the version \"%s\" is taken; write one of its own"
                                            .formatted(version.textValue()));
                        }
                        before =
                                from(at.appendProperty("from"), dated.path(i).path("from"), before);
                    }
                });
    }

    private LocalDate from(JsonPointer at, JsonNode from, LocalDate before) {
        if (!from.isTextual()) {
            return before;
        }
        Optional<LocalDate> date = date(from.textValue());
        if (date.isEmpty()) {
            add(at, from + " is no date; write for example 2026-01-01");
        } else if (!date.get().isAfter(before)) {
            add(at, from + " is not after the price above it (" + before + "); write oldest first");
        }
        return date.filter(day -> day.isAfter(before)).orElse(before);
    }

    static Optional<LocalDate> date(String text) {
        try {
            return Optional.of(LocalDate.parse(text));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    static String noProvider(String provider, Set<String> providers) {
        return "platform.yaml has no provider \"%s\"; %s"
                .formatted(
                        provider,
                        Nearest.to(provider, providers)
                                .map(near -> "write " + near)
                                .orElse("add it to providers there"));
    }

    static Map<String, JsonNode> fields(JsonNode node) {
        var fields = new LinkedHashMap<String, JsonNode>();
        node.propertyStream().forEach(field -> fields.put(field.getKey(), field.getValue()));
        return fields;
    }

    private void address(JsonPointer at, JsonNode address) {
        if (address.isTextual() && !address.textValue().contains(Variables.OPENING)) {
            Addresses.problem(address.textValue()).ifPresent(problem -> add(at, problem));
        }
    }

    private void add(JsonPointer at, String message) {
        mistakes.add(source.mistake(at, message));
    }
}
