package dev.tollgate.localstack.cli;

import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.VirtualKey;
import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stage.DeployedStage;
import dev.tollgate.runtime.SecureIds;
import java.time.Clock;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "key",
        description = "Makes, lists and revokes virtual keys.",
        subcommands = KeyCreateCommand.class)
final class KeyCommand {
    @Command(name = "list", description = "All keys of a tenant, without their secrets.")
    void list(@Mixin WhichStack stack, @Option(names = "--tenant", required = true) String tenant) {
        try (WhichStack.Opened opened = stack.open()) {
            opened.stores().keys().list(TenantArgument.read(tenant)).forEach(KeyCommand::print);
        }
    }

    @Command(name = "revoke", description = "Ends a key for good.")
    void revoke(
            @Mixin WhichStack stack,
            @Option(names = "--tenant", required = true) String tenant,
            @Option(names = "--id", required = true) String id) {
        try (WhichStack.Opened opened = stack.open()) {
            if (!opened.stores().keys().revoke(TenantArgument.read(tenant), new KeyId(id))) {
                throw new StackException("tenant " + tenant + " has no key " + id);
            }
            System.out.println(
                    "revoked; a cached answer of the authorizer ends within its stated time");
        } catch (IllegalArgumentException e) {
            throw new StackException(String.valueOf(e.getMessage()), e);
        }
    }

    @Command(
            name = "pepper",
            description =
                    "Makes the secret that a stage's keys are hashed under, in Parameter Store;"
                            + " once, and never again.")
    void pepper(@Mixin WhichStack stack) {
        DeployedStage stage = stack.stage();
        System.out.println(stage.where() + ": made " + stage.makePepper(new SecureIds()));
    }

    private static void print(VirtualKey key) {
        Instant now = Clock.systemUTC().instant();
        String state = key.isGood(now) ? "good" : key.revokedAt() != null ? "revoked" : "expired";
        System.out.printf(
                "%s  %-8s %s  models %s  routes %s%n",
                key.id(), state, key.owner(), key.scope().models(), key.scope().routes());
    }
}
