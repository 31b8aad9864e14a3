package dev.tollgate.localstack.cli;

import dev.tollgate.control.config.Plan;
import dev.tollgate.localstack.stack.StackException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// A directory of configuration, and what its files leave to whoever applies them.
final class ConfigFiles {
    @Parameters(paramLabel = "DIR", description = "With platform.yaml and tenants/*.yaml.")
    private Path directory = Path.of("");

    @Option(
            names = "--var",
            paramLabel = "TOLLGATE_NAME=VALUE",
            description =
                    "What stands for $${TOLLGATE_NAME} in the files. TOLLGATE_STAGE is known.")
    private Map<String, String> variables = Map.of();

    /// What they would change in a stack; says where.
    ///
    /// @throws StackException with the mistakes in them
    Plan.Changes plan(WhichStack.Opened opened) {
        var all = new HashMap<>(opened.variables());
        all.putAll(variables);
        try {
            Plan.Changes plan = opened.stores().plan(directory, all);
            System.out.println(opened.where() + ':');
            plan.lines().forEach(line -> System.out.println("  " + line));
            return plan;
        } catch (IllegalArgumentException e) {
            throw new StackException("--var: " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw new StackException("cannot read " + directory + ": " + e.getMessage(), e);
        }
    }
}
