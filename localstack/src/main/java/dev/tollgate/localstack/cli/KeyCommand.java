package dev.tollgate.localstack.cli;

import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.principal.VirtualKey;
import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stack.Stores;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "key", description = "Makes, lists and revokes virtual keys.")
final class KeyCommand {
    @Command(name = "create", description = "Makes a key and prints its secret, this once.")
    void create(
            @Option(names = "--tenant", required = true) String tenant,
            @Option(names = "--owner", required = true, description = "Who it is for.")
                    String owner,
            @Option(
                            names = "--models",
                            split = ",",
                            defaultValue = "*",
                            description = "Aliases; default: all.")
                    List<String> models,
            @Option(
                            names = "--routes",
                            split = ",",
                            defaultValue = "bedrock,self-service",
                            description = "Default: ${DEFAULT-VALUE}.")
                    List<String> routes,
            @Option(names = "--days", description = "Days until it expires; default: never.")
                    @Nullable Integer days) {
        try (Stores stores = running()) {
            requireTenant(stores, tenant);
            Instant expiry =
                    days == null ? null : Clock.systemUTC().instant().plus(Duration.ofDays(days));
            var scope = new Scope(Set.copyOf(models), families(routes));
            var issued = stores.keys().create(TenantArgument.read(tenant), owner, scope, expiry);
            System.out.println("id      " + issued.key().id());
            System.out.println("secret  " + issued.secret().value());
        } catch (IllegalArgumentException e) {
            throw new StackException(String.valueOf(e.getMessage()), e);
        }
    }

    @Command(name = "list", description = "All keys of a tenant, without their secrets.")
    void list(@Option(names = "--tenant", required = true) String tenant) {
        try (Stores stores = running()) {
            stores.keys().list(TenantArgument.read(tenant)).forEach(KeyCommand::print);
        }
    }

    @Command(name = "revoke", description = "Ends a key for good.")
    void revoke(
            @Option(names = "--tenant", required = true) String tenant,
            @Option(names = "--id", required = true) String id) {
        try (Stores stores = running()) {
            if (!stores.keys().revoke(TenantArgument.read(tenant), new KeyId(id))) {
                throw new StackException("tenant " + tenant + " has no key " + id);
            }
            System.out.println(
                    "revoked; a cached answer of the authorizer ends within its stated time");
        } catch (IllegalArgumentException e) {
            throw new StackException(String.valueOf(e.getMessage()), e);
        }
    }

    private static Stores running() {
        return Stores.ofRunning(Home.ofSystemProperty());
    }

    private static void requireTenant(Stores stores, String tenant) {
        if (stores.config().tenant(TenantArgument.read(tenant)).isEmpty()) {
            throw new StackException("there is no tenant " + tenant);
        }
    }

    private static Set<RouteFamily> families(List<String> words) {
        var families = new HashSet<RouteFamily>();
        for (String word : words) {
            families.add(
                    RouteFamily.ofWord(word)
                            .orElseThrow(() ->
                                    new StackException(
                                            "there is no route family \""
                                                    + word
                                                    + "\"; there are "
                                                    + List.of(RouteFamily.values()).stream()
                                                            .map(RouteFamily::word)
                                                            .toList())));
        }
        return families;
    }

    private static void print(VirtualKey key) {
        Instant now = Clock.systemUTC().instant();
        String state = key.isGood(now) ? "good" : key.revokedAt() != null ? "revoked" : "expired";
        System.out.printf(
                "%s  %-8s %s  models %s  routes %s%n",
                key.id(), state, key.owner(), key.scope().models(), key.scope().routes());
    }
}
