package dev.tollgate.localstack.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.cli.Tollgate;
import dev.tollgate.localstack.issuer.Issuer;
import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.stack.LedgerReport;
import dev.tollgate.localstack.stack.LocalSecrets;
import dev.tollgate.localstack.stack.StackFolders;
import dev.tollgate.localstack.stack.Stores;
import dev.tollgate.localstack.stack.TestTokens;
import dev.tollgate.localstack.stage.AwsPlace;
import dev.tollgate.localstack.stage.DeployedStage;
import dev.tollgate.localstack.tool.Ended;
import dev.tollgate.runtime.SecureIds;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A deployment by the command line, of this checkout with a state of its own.
final class DeployedStack {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int SECONDS_TO_GO = 30;

    /// As many as the command line prints.
    private static final int MOST_LINES = 20;

    private static final List<String> PARTS =
            List.of("openapi", "localstack", "infra-cdk", "functions", "authorizer", "contract");

    private final Path home;
    private final Map<String, String> environment;
    private final JsonNode state;
    private final ProcessHandle process;
    private final EmulatedAccount emulated;

    private DeployedStack(Path home) throws IOException {
        this.home = home;
        this.environment = variables(home.resolve(".tollgate/deployed/env"));
        this.state = JSON.readTree(home.resolve(".tollgate/deployed/stack.json").toFile());
        this.process = ProcessHandle.of(state.path("pid").asLong()).orElseThrow();
        this.emulated = EmulatedAccount.of(state.path("store"));
    }

    /// @param home an empty folder
    static DeployedStack on(String emulator, Path home) throws IOException {
        Path checkout = Path.of("../..").toAbsolutePath().normalize();
        for (String part : PARTS) {
            Files.createSymbolicLink(home.resolve(part), checkout.resolve(part));
        }
        String config = home.resolve("localstack/src/test/config").toString();
        Ended deployed =
                run(
                        home,
                        Map.of(),
                        List.of(
                                "deploy",
                                "local",
                                "--on",
                                emulator,
                                "--port",
                                "0",
                                "--config",
                                config));
        assertEquals(0, deployed.exit(), () -> deployed.printed() + logs(home));
        return new DeployedStack(home);
    }

    /// What a user would paste.
    Map<String, String> environment() {
        return environment;
    }

    String url() {
        return environment.getOrDefault("TOLLGATE_URL", "");
    }

    /// Where the simulated models are told what to do.
    URI simulator() {
        return URI.create(environment.getOrDefault("TOLLGATE_SIM_URL", ""));
    }

    /// Good ones and bad ones, by the names that cases of errors use.
    Map<String, String> credentials() throws Exception {
        var origin =
                new Issuer.Origin(
                        simulator().resolve("/oidc"),
                        state().resolve("issuers"),
                        Clock.systemUTC(),
                        new SecureIds());
        try (Stores stores = stores()) {
            return new TestTokens(Issuer.open(origin, "acme"), stores.keys()).everything();
        }
    }

    Stores stores() {
        return stage().stores();
    }

    private DeployedStage stage() {
        return DeployedStage.find(AwsPlace.emulator(emulated.endpoint()), Deployment.STAGE);
    }

    /// Deploys the app anew into what runs.
    ///
    /// @param release another word makes another version of each function
    void deploy(String release) throws IOException {
        app("ministack", release).deploy();
    }

    /// The app, for what runs.
    CdkApp app(String target, String release) {
        var folders = new StackFolders(new Home(home), state(), Home.cache(System.getenv()));
        return new CdkApp(folders, emulated.endpoint(), target, release);
    }

    /// The version behind each function's alias.
    Map<String, String> liveVersions() throws IOException, InterruptedException {
        return emulated.liveVersions();
    }

    /// Gives each item of both tables a member that the functions do not know.
    void addUnknownMember() {
        emulated.addToEveryItem("addedByALaterVersion");
    }

    /// Empties both tables, as no operator would, once nobody writes to them any more: a call whose
    /// client has gone may still be settled.
    void loseEveryItem() throws Exception {
        for (String tenant : tenants()) {
            settledLedger(tenant);
        }
        emulated.loseEveryItem();
    }

    private List<String> tenants() throws IOException {
        try (var files = Files.list(config().resolve("tenants"))) {
            return files.map(file -> file.getFileName().toString().replace(".yaml", "")).toList();
        }
    }

    /// Puts a tenant's own key for a simulated provider where the tenant's configuration finds it.
    void putUpstreamKey(String name, String simulated) throws IOException {
        String key = LocalSecrets.in(state()).of(simulated);
        stage().putUpstreamKey(name, key);
    }

    private Path state() {
        return home.resolve(".tollgate/deployed");
    }

    /// The stack's process and all below it.
    List<ProcessHandle> processes() {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    /// The emulator's address.
    URI emulator() {
        return emulated.endpoint();
    }

    /// What stands for `${TOLLGATE_…}` in the configuration that was deployed.
    Map<String, String> variables() {
        return JSON.convertValue(state.path("variables"), new TypeReference<>() {});
    }

    /// The configuration that was deployed.
    Path config() {
        return home.resolve("localstack/src/test/config");
    }

    Ended tollgate(String... arguments) throws IOException {
        return tollgate(Map.of(), arguments);
    }

    /// @param variables of AWS's; no others than these reach it
    Ended tollgate(Map<String, String> variables, String... arguments) throws IOException {
        return run(home, variables, List.of(arguments));
    }

    JsonNode ledger(String tenant) throws IOException {
        return JSON.readTree(
                tollgate("ledger", "--deployed", "--json", "--tenant", tenant).success());
    }

    /// The same when nothing is held any more.
    JsonNode settledLedger(String tenant) throws Exception {
        Instant end = Instant.now().plus(Duration.ofMinutes(2));
        try (Stores stores = stores()) {
            TenantConfig config = stores.config().tenant(new TenantId(tenant)).orElseThrow();
            while (true) {
                var report = LedgerReport.read(stores.ledger(), config, Instant.now(), MOST_LINES);
                if (report.books().holds().isEmpty()) {
                    return JSON.readTree(report.json().toString());
                }
                assertTrue(Instant.now().isBefore(end), () -> "still held: " + report.json());
                Thread.sleep(Duration.ofMillis(50));
            }
        }
    }

    /// @return which of the stack's processes are left
    List<ProcessHandle> destroy() throws Exception {
        List<ProcessHandle> before = processes();
        assertEquals("Tollgate is down.", tollgate("destroy", "local").success().strip());
        for (String part : PARTS) {
            Files.delete(home.resolve(part));
        }
        var left = new ArrayList<ProcessHandle>();
        for (ProcessHandle one : before) {
            try {
                one.onExit().get(SECONDS_TO_GO, TimeUnit.SECONDS);
            } catch (TimeoutException _) {
                left.add(one);
            }
        }
        return left;
    }

    private static Ended run(Path home, Map<String, String> variables, List<String> arguments)
            throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-Dtollgate.home=" + home));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(Tollgate.class.getName());
        command.addAll(arguments);
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(variables);
        return Ended.of(builder);
    }

    /// Shell exports as a shell would understand them.
    private static Map<String, String> variables(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(line -> line.replace("export ", "").replace("'", "").split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static String logs(Path home) {
        try {
            return Files.readString(home.resolve(".tollgate/deployed/emulator.log"));
        } catch (IOException e) {
            return "no emulator.log: " + e;
        }
    }
}
