package dev.tollgate.localstack.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.localstack.tool.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What an operator does with a stage in an account: by the command line, with AWS credentials and
/// a Region alone. That AWS is an emulator is said as AWS's own tools are told.
///
/// @param folder for a configuration
record StageByCredentials(DeployedStack stack, Path folder) {
    /// With keys of its own: the one is there, the other is not.
    private static final String TENANT =
            """
            tenant: THE-TENANT
            name: A tenant more
            timeZone: Etc/UTC
            aliases:
              sim.anthropic: {provider: sim-anthropic, model: claude-sim-1, maxOutputTokens: 64}
              sim.claude: {provider: sim-bedrock, model: "anthropic.claude-sim-v1:0", maxOutputTokens: 64}
              sim.gpt: {provider: sim-openai, model: gpt-sim, maxOutputTokens: 64}
            limits:
              money: {month: 10}
            upstreamKeys:
              sim-openai: {credential: "ssm:/tollgate/${TOLLGATE_STAGE}/upstream/THE-TENANT/openai"}
              sim-anthropic: {credential: "ssm:/tollgate/${TOLLGATE_STAGE}/upstream/THE-TENANT/missing"}
            """;

    /// Loads a configuration that has a tenant more, with keys of its own for two providers; again,
    /// it changes nothing.
    ///
    /// @return what `config apply` printed for the first time
    String applyOneTenantMore(String tenant) throws IOException {
        Path config = withTenant(tenant);
        String planned = run(config("plan", config)).success();
        String applied = run(config("apply", config)).success();
        assertTrue(applied.startsWith(planned), applied);
        String again = run(config("apply", config)).success();
        assertTrue(again.contains("nothing to change"), again);
        return applied;
    }

    /// A key that this tenant's calls can be made with.
    String createKey(String tenant) throws IOException {
        String[] made =
                run("key", "create", "--stage", "dev", "--tenant", tenant, "--owner", "ada")
                        .success()
                        .strip()
                        .split("\\s+", -1);
        return made[made.length - 1];
    }

    String ledger(String tenant) throws IOException {
        return run("ledger", "--stage", "dev", "--tenant", tenant).success();
    }

    /// That a second pepper is refused, and that a stage that there is not is named.
    void refusals() throws IOException {
        assertSays("every virtual key unknown", run("key", "pepper", "--stage", "dev"));
        assertSays(
                "no stack tollgate-prod-data",
                run("ledger", "--stage", "prod", "--tenant", "acme"));
    }

    /// A backup of both tables, in a new folder.
    Path backup() throws IOException {
        Path backup = folder.resolve("backup");
        run("backup", backup.toString(), "--stage", "dev").success();
        return backup;
    }

    void restoreIsRefused(Path backup) throws IOException {
        assertSays("is not empty", run("restore", backup.toString(), "--stage", "dev"));
    }

    /// Into tables that are empty, and once more, as after one that died at its end.
    void restore(Path backup) throws IOException {
        run("restore", backup.toString(), "--stage", "dev").success();
        run("restore", backup.toString(), "--stage", "dev", "--resume").success();
    }

    private static void assertSays(String words, Ended ended) {
        assertEquals(1, ended.exit(), ended.printed());
        assertTrue(ended.printed().startsWith("tollgate: "), ended.printed());
        assertTrue(ended.printed().contains(words), ended.printed());
    }

    /// The configuration that was deployed, and a tenant.
    private Path withTenant(String tenant) throws IOException {
        Path config = folder.resolve("config-" + tenant);
        Files.createDirectories(config.resolve("tenants"));
        Path deployed = stack.config();
        Files.copy(deployed.resolve("platform.yaml"), config.resolve("platform.yaml"));
        try (var tenants = Files.list(deployed.resolve("tenants"))) {
            for (Path one : tenants.toList()) {
                Files.copy(one, config.resolve("tenants").resolve(one.getFileName()));
            }
        }
        Files.writeString(
                config.resolve("tenants/" + tenant + ".yaml"),
                TENANT.replace("THE-TENANT", tenant));
        return config;
    }

    private String[] config(String what, Path directory) throws IOException {
        var arguments = new ArrayList<>(List.of("config", what, directory.toString()));
        arguments.addAll(List.of("--stage", "dev", "--region", "us-east-1"));
        stack.variables()
                .forEach((name, value) -> arguments.addAll(List.of("--var", name + '=' + value)));
        return arguments.toArray(String[]::new);
    }

    private Ended run(String... arguments) throws IOException {
        var credentials = new HashMap<String, String>();
        credentials.put("AWS_ENDPOINT_URL", stack.emulator().toString());
        credentials.put("AWS_ACCESS_KEY_ID", "test");
        credentials.put("AWS_SECRET_ACCESS_KEY", "test");
        credentials.put("AWS_REGION", "us-east-1");
        return stack.tollgate(Map.copyOf(credentials), arguments);
    }
}
