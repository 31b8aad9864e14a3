package dev.tollgate.localstack.cli;

import dev.tollgate.control.key.VirtualKeys.NewKey;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stack.Stores;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(name = "create", description = "Makes a key and prints its secret, this once.")
final class KeyCreateCommand implements Runnable {
    @Mixin private WhichStack stack = new WhichStack();

    @Option(names = "--tenant", required = true)
    private String tenant = "";

    @Option(names = "--owner", required = true, description = "Who it is for.")
    private String owner = "";

    @Option(
            names = "--models",
            split = ",",
            defaultValue = Scope.ANY_MODEL,
            description = "Aliases; default: all.")
    private List<String> models = List.of();

    @Option(
            names = "--routes",
            split = ",",
            defaultValue = "bedrock,anthropic,openai,self-service",
            description = "Default: ${DEFAULT-VALUE}.")
    private List<String> routes = List.of();

    @Option(names = "--days", description = "Days until it expires; default: never.")
    private @Nullable Integer days;

    @Option(
            names = "--id",
            description = "The id that the tenant's configuration names; default: a fresh one.")
    private @Nullable String id;

    @Override
    public void run() {
        TenantId of = TenantArgument.read(tenant);
        try (WhichStack.Opened opened = stack.open()) {
            Stores stores = opened.stores();
            if (stores.config().tenant(of).isEmpty()) {
                throw new StackException("there is no tenant " + tenant);
            }
            var issued = stores.keys().create(wanted(of));
            System.out.println("id      " + issued.key().id());
            System.out.println("secret  " + issued.secret().value());
        } catch (IllegalArgumentException e) {
            throw new StackException(String.valueOf(e.getMessage()), e);
        }
    }

    private NewKey wanted(TenantId of) {
        Instant expiry =
                days == null ? null : Clock.systemUTC().instant().plus(Duration.ofDays(days));
        Set<RouteFamily> families =
                routes.stream().map(KeyCreateCommand::family).collect(Collectors.toSet());
        var scope = new Scope(Set.copyOf(models), families);
        return new NewKey(of, owner, scope, expiry, id == null ? null : new KeyId(id));
    }

    private static RouteFamily family(String word) {
        return RouteFamily.ofWord(word)
                .orElseThrow(() ->
                        new StackException(
                                "there is no route family \""
                                        + word
                                        + "\"; there are "
                                        + Stream.of(RouteFamily.values())
                                                .map(RouteFamily::word)
                                                .toList()));
    }
}
