package dev.tollgate.localstack.cli;

import dev.tollgate.control.config.Plan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "config",
        description = "Plans and applies configuration: issuers, providers, prices, tenants.")
final class ConfigCommand {
    @Command(name = "plan", description = "Says field by field what would change; changes nothing.")
    void plan(@Mixin WhichStack stack, @Mixin ConfigFiles files) {
        try (WhichStack.Opened opened = stack.open()) {
            files.plan(opened);
        }
    }

    @Command(name = "apply", description = "Says what changes, and changes it: all or nothing.")
    void apply(@Mixin WhichStack stack, @Mixin ConfigFiles files) {
        try (WhichStack.Opened opened = stack.open()) {
            Plan.Changes plan = files.plan(opened);
            if (!plan.isEmpty()) {
                opened.stores().apply(plan);
                System.out.println(
                        "applied; functions see it within TOLLGATE_CONFIG_TTL_SECONDS (10 if not set)");
            }
        }
    }
}
