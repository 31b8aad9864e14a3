package dev.tollgate.control.config;

import dev.tollgate.core.config.ChatServer;
import dev.tollgate.core.config.Choice;
import dev.tollgate.core.config.Condition;
import dev.tollgate.core.config.FailureClass;
import dev.tollgate.core.config.IssuerConfig;
import dev.tollgate.core.config.Patience;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Price;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Compares what stands with what is wanted, field by field and in the words of the files. Two
/// configurations that mean the same have no difference; versions are not compared.
final class ConfigDiff {
    private ConfigDiff() {}

    static List<Change> of(PlatformConfig before, PlatformConfig after) {
        return compare("platform", fields(before), fields(after));
    }

    /// @param before null when the tenant is new
    static List<Change> of(@Nullable TenantConfig before, TenantConfig after) {
        return compare(
                "tenant " + after.tenant(),
                before == null ? Map.of() : fields(before),
                fields(after));
    }

    private static List<Change> compare(
            String whose, Map<String, String> before, Map<String, String> after) {
        var names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        var changes = new ArrayList<Change>();
        for (String name : names) {
            String old = before.getOrDefault(name, "");
            String wanted = after.getOrDefault(name, "");
            if (!old.equals(wanted)) {
                changes.add(new Change(whose, name, old, wanted));
            }
        }
        return changes;
    }

    private static Map<String, String> fields(PlatformConfig platform) {
        var fields = new TreeMap<String, String>();
        platform.issuers().forEach(issuer -> issuer(fields, issuer));
        platform.providers().values().forEach(provider -> provider(fields, provider));
        platform.prices()
                .prices()
                .forEach((model, dated) ->
                        dated.forEach(price ->
                                price(fields, named("prices", model, price.version()), price)));
        return fields;
    }

    private static void issuer(Map<String, String> fields, IssuerConfig issuer) {
        String at = named("issuers", issuer.issuer());
        fields.put(at + ".jwksUri", issuer.jwksUri().toString());
        fields.put(at + ".audience", issuer.audience());
        fields.put(at + ".algorithms", sorted(issuer.algorithms()));
        fields.put(at + ".tenantClaim", issuer.tenantClaim());
        fields.put(at + ".claims", sorted(issuer.claims()));
        issuer.tenants().forEach((claim, id) -> fields.put(at + named(".tenants", claim), id));
        fields.put(at + ".leeway", issuer.leeway().toString());
    }

    private static void provider(Map<String, String> fields, ProviderConfig provider) {
        String at = named("providers", provider.id());
        fields.put(at + ".kind", provider.kind().word());
        fields.put(at + ".baseUrl", provider.baseUrl().toString());
        if (provider.region() != null) {
            fields.put(at + ".region", provider.region());
        }
        if (provider.credential() != null) {
            fields.put(at + ".credential", provider.credential());
        }
        fields.put(at + ".outputBound", Integer.toString(provider.outputBound()));
        if (!provider.server().equals(ChatServer.ANY)) {
            server(fields, at + ".server", provider.server());
        }
    }

    private static void server(Map<String, String> fields, String at, ChatServer server) {
        fields.put(at + ".path", server.path());
        if (server.apiVersion() != null) {
            fields.put(at + ".apiVersion", server.apiVersion());
        }
        fields.put(at + ".keyHeader", server.keyHeader().word());
        fields.put(at + ".bounds", server.bounds().toString());
        fields.put(at + ".asksForUsage", Boolean.toString(server.asksForUsage()));
        fields.put(at + ".refuses", sorted(server.refuses()));
    }

    private static Map<String, String> fields(TenantConfig tenant) {
        var fields = new TreeMap<String, String>();
        fields.put("name", tenant.name());
        fields.put("timeZone", tenant.zone().getId());
        tenant.aliases().forEach((alias, route) -> route(fields, named("aliases", alias), route));
        tenant.limits().forEach(limit -> limit(fields, "", limit));
        tenant.keys()
                .forEach((key, policy) -> {
                    String at = named("keys", key.value());
                    fields.put(at + ".models", sorted(policy.scope().models()));
                    fields.put(
                            at + ".routes",
                            sorted(
                                    policy.scope().routes().stream()
                                            .map(family -> family.word())
                                            .toList()));
                    policy.limits().forEach(limit -> limit(fields, at + ".", limit));
                });
        tenant.upstreamKeys()
                .forEach((provider, key) -> {
                    String at = named("upstreamKeys", provider);
                    fields.put(at + ".credential", key.credential());
                    fields.put(at + ".shared", key.sharedAllowed() ? "allowed" : "refused");
                });
        if (tenant.ceiling() != null) {
            price(fields, "ceilingPrice", tenant.ceiling());
        }
        return fields;
    }

    private static void route(Map<String, String> fields, String at, Route route) {
        if (route.equals(Route.to(route.first()))) {
            fields.put(at, target(route.first()));
            return;
        }
        for (int i = 0; i < route.choices().size(); i++) {
            Choice choice = route.choices().get(i);
            String place = at + ".targets[" + i + "]";
            fields.put(place, target(choice.target()));
            if (choice.weight() > 0) {
                fields.put(place + ".weight", Integer.toString(choice.weight()));
            }
            conditions(fields, place + ".when.", choice.when());
        }
        fields.put(
                at + ".fallbackOn",
                sorted(route.fallback().on().stream().map(FailureClass::word).toList()));
        fields.put(at + ".retries", Integer.toString(route.fallback().retries()));
        fields.put(at + ".timeouts", timeouts(route.patience()));
        fields.put(at + ".sticky", Boolean.toString(route.sticky()));
        fields.put(at + ".drop", sorted(route.drop()));
    }

    private static String target(Target target) {
        return switch (target.offering()) {
            case MODEL ->
                    "%s, at most %d tokens".formatted(target.priced(), target.maxOutputTokens());
            case GUARDRAIL -> target.provider() + "/" + target.model();
        };
    }

    private static void conditions(Map<String, String> fields, String at, Condition when) {
        if (when.leastBytes() > 0 || when.mostBytes() < Condition.ANY_SIZE) {
            fields.put(at + Condition.INPUT_BYTES, bytes(when));
        }
        when.claims()
                .forEach((claim, values) ->
                        fields.put(at + named(Condition.CLAIMS, claim), sorted(values)));
        if (when.budgetLeft() > 0) {
            fields.put(at + Condition.BUDGET_LEFT, when.budgetLeft() + "%");
        }
    }

    private static String bytes(Condition when) {
        return when.mostBytes() == Condition.ANY_SIZE
                ? when.leastBytes() + " or more"
                : "%d to %d".formatted(when.leastBytes(), when.mostBytes());
    }

    private static String timeouts(Patience patience) {
        return "answer %s, firstContent %s, idle %s"
                .formatted(
                        wait(patience.answer()),
                        wait(patience.firstContent()),
                        wait(patience.idle()));
    }

    private static String wait(@Nullable Duration duration) {
        return duration == null ? "as the call" : duration.toSeconds() + "s";
    }

    private static void limit(Map<String, String> fields, String at, Limit limit) {
        fields.put(
                at + "limits." + limit.unit().word() + "." + limit.window().word(),
                limit.unit() == LimitUnit.MONEY
                        ? new Money(limit.amount()).toString()
                        : Long.toString(limit.amount()));
    }

    private static void price(Map<String, String> fields, String at, Price price) {
        fields.put(at + ".version", price.version());
        fields.put(at + ".from", price.from().toString());
        price.nanosPerMillion()
                .forEach((kind, rate) ->
                        fields.put(at + "." + kind.word(), new Money(rate).toString()));
    }

    private static String named(String map, String... names) {
        return map
                + Arrays.stream(names)
                        .map(name -> "[\"" + name + "\"]")
                        .collect(Collectors.joining());
    }

    private static String sorted(Collection<String> words) {
        return words.stream().sorted().collect(Collectors.joining(", ", "[", "]"));
    }
}
