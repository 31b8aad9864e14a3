package dev.tollgate.localstack.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.cli.Tollgate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Acceptance: what `./tollgate` hands over to, in processes of their own, on a checkout with a
/// state of its own.
final class CommandLineIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Longer than a function tries to settle a call when the store has gone as well.
    private static final Duration ENDING = Duration.ofMinutes(1);

    @TempDir Path home = Path.of("");

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeEach
    void linkTheCheckout() throws IOException {
        for (String part : List.of("openapi", "localstack", "infra-cdk")) {
            Files.createSymbolicLink(
                    home.resolve(part), Path.of("..", part).toAbsolutePath().normalize());
        }
    }

    @AfterEach
    void down() throws IOException {
        http.shutdownNow();
        tollgate("down");
    }

    @Test
    void downAndUp_afterALossAndARestore_haveTheData() throws Exception {
        assertSays("not running", tollgate("ledger", "--tenant", "acme"));
        up();
        assertConfigures();
        assertSays("already running", tollgate("up", "--port", "0"));
        String id = createdKey();
        assertEquals(200, call(environment().getOrDefault("TOLLGATE_JWT_ACME", "")));
        String before = line();
        String backup = home.resolve("backup").toString();
        assertSucceeds("this machine: ", tollgate("backup", backup));
        assertSays("already running", tollgate("restore", backup));
        assertEquals(List.of("Tollgate is down."), tollgate("down").out());
        assertEquals(List.of("Tollgate is not running."), tollgate("down").out());
        assertSays("is not empty", tollgate("restore", backup));
        Files.move(home.resolve(".tollgate/dynamodb"), home.resolve("lost"));
        assertSucceeds("this machine: the tenant table has ", tollgate("restore", backup));
        up();
        assertEquals(before, line());
        assertRevokes(id);
    }

    @Test
    void up_isolatedAndKilled_leavesNoProcess() throws Exception {
        up("--isolated");
        ProcessHandle stack =
                ProcessHandle.of(StackState.running(new Home(home).state()).orElseThrow().pid())
                        .orElseThrow();
        HttpResponse<InputStream> streaming = streaming();
        List<ProcessHandle> children = stack.descendants().toList();
        assertTrue(children.size() > 3, "the store and three functions: " + children);

        stack.destroyForcibly();

        for (ProcessHandle child : children) {
            assertEnds(child);
        }
        assertThrows(IOException.class, () -> streaming.body().readAllBytes());
    }

    @Test
    void up_onAPortInUse_saysWhich() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            assertSays(
                    "port " + port + " (for HTTP) is in use",
                    tollgate("up", "--detach", "--port", port));
        }
    }

    @Test
    void config_ofAStageWithoutCredentials_saysHowToGiveThem() throws IOException {
        String none = home.resolve("none").toString();
        var variables =
                Map.of(
                        "AWS_SHARED_CREDENTIALS_FILE", none,
                        "AWS_CONFIG_FILE", none,
                        "AWS_EC2_METADATA_DISABLED", "true");
        String sample = home.resolve("localstack/sample").toString();
        assertSays(
                "there are no AWS credentials",
                tollgate(variables, "config", "plan", sample, "--stage", "dev"));
        assertSays("add --stage", tollgate("key", "list", "--tenant", "acme", "--region", "x"));
    }

    @Test
    void up_withAMistakeInTheConfiguration_appliesNothing() throws Exception {
        Path config = home.resolve("config");
        Files.createDirectories(config.resolve("tenants"));
        Path sample = home.resolve("localstack/sample");
        for (String file : List.of("platform.yaml", "tenants/globex.yaml")) {
            Files.copy(sample.resolve(file), config.resolve(file));
        }
        String acme = Files.readString(sample.resolve("tenants/acme.yaml"));
        Files.writeString(
                config.resolve("tenants/acme.yaml"), acme.replace("timeZone:", "timezone:"));
        ChildJvm.Ended ended = tollgate("up", "--port", "0", "--config", config.toString());
        assertEquals(1, ended.exit());
        String said = String.join("\n", ended.errors());
        assertTrue(said.contains("tenants/acme.yaml:4"), said);
        assertTrue(said.contains("write timeZone"), said);
        assertFalse(said.contains("\tat "), said);
        assertFalse(isApplied("globex"));
    }

    /// What runs was configured by the sample; a tenant more is applied while it runs.
    private void assertConfigures() throws IOException {
        Path config = home.resolve("more");
        Files.createDirectories(config.resolve("tenants"));
        Path sample = home.resolve("localstack/sample");
        for (String file : List.of("platform.yaml", "tenants/acme.yaml", "tenants/globex.yaml")) {
            Files.copy(sample.resolve(file), config.resolve(file));
        }
        assertTrue(configure("plan", config).contains("  nothing to change"));
        String acme = Files.readString(sample.resolve("tenants/acme.yaml"));
        Files.writeString(
                config.resolve("tenants/initech.yaml"),
                acme.replace("tenant: acme", "tenant: initech"));
        String added = "  tenant initech: name: + Acme Corporation";
        assertTrue(configure("plan", config).contains(added));
        assertTrue(configure("apply", config).contains(added));
        assertTrue(configure("apply", config).contains("  nothing to change"));
    }

    private List<String> configure(String what, Path config) throws IOException {
        ChildJvm.Ended ended = tollgate("config", what, config.toString());
        assertEquals(0, ended.exit(), ended.toString());
        return ended.out();
    }

    /// An orphan that nobody waits for stays in the table of processes, but runs no command.
    private static void assertEnds(ProcessHandle process) throws InterruptedException {
        Instant patience = Instant.now().plus(ENDING);
        while (process.isAlive() && process.info().command().isPresent()) {
            assertTrue(Instant.now().isBefore(patience), () -> "still runs: " + process.info());
            Thread.sleep(50);
        }
    }

    /// What stands in the table, asked without a stack.
    private boolean isApplied(String tenant) throws IOException {
        Path state = new Home(home).state();
        try (var store = LocalStack.startStore(new Home(home), 0, state);
                var stores = Stores.of(StorePlace.at(store.endpoint()), LocalSecrets.in(state))) {
            return stores.config().tenant(new TenantId(tenant)).isPresent();
        }
    }

    private void up(String... more) throws IOException {
        var arguments = Stream.concat(Stream.of("up", "--detach", "--port", "0"), Stream.of(more));
        ChildJvm.Ended ended = tollgate(arguments.toArray(String[]::new));
        assertEquals(0, ended.exit(), ended.toString());
        assertTrue(ended.out().getFirst().startsWith("Tollgate is up: http://127.0.0.1:"));
    }

    /// Makes a key that answers.
    private String createdKey() throws Exception {
        List<String> made =
                tollgate(
                                "key",
                                "create",
                                "--tenant",
                                "acme",
                                "--owner",
                                "ada",
                                "--models",
                                "sim.claude")
                        .out();
        String id = value("id", made.getFirst());
        assertEquals(200, call(value("secret", made.getLast())));
        return id;
    }

    /// What `key create` prints behind a label; an id may itself contain the letters of the label.
    private static String value(String label, String line) {
        assertTrue(line.startsWith(label + " "), line);
        return line.substring(label.length()).strip();
    }

    private void assertRevokes(String id) throws IOException {
        assertTrue(listed(id).contains("good"), listed(id));
        assertEquals(0, tollgate("key", "revoke", "--tenant", "acme", "--id", id).exit());
        assertTrue(listed(id).contains("revoked"), listed(id));
        assertSays("has no key", tollgate("key", "revoke", "--tenant", "globex", "--id", id));
    }

    private String listed(String id) throws IOException {
        return tollgate("key", "list", "--tenant", "acme").out().stream()
                .filter(line -> line.startsWith(id))
                .findFirst()
                .orElseThrow();
    }

    /// The newest line of acme's books.
    private String line() throws IOException {
        ChildJvm.Ended ended = tollgate("ledger", "--tenant", "acme", "--json");
        JsonNode books = JSON.readTree(String.join("\n", ended.out()));
        assertEquals(2, books.path("lines").size(), books.toString());
        assertTrue(books.at("/lines/0/costNanos").asLong() > 0, books.toString());
        return books.path("lines").toString();
    }

    /// The status of a call through the running stack.
    private int call(String bearer) throws Exception {
        HttpRequest request = request("converse", bearer, "Hello.");
        return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    /// A stream that has begun and does not end by itself.
    private HttpResponse<InputStream> streaming() throws Exception {
        String bearer = environment().getOrDefault("TOLLGATE_JWT_ACME", "");
        HttpRequest request = request("converse-stream", bearer, "[[sim words=9 stall=2]]");
        var answer = http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode());
        return answer;
    }

    private HttpRequest request(String operation, String bearer, String text) throws IOException {
        String url = environment().get("TOLLGATE_URL") + "/model/sim.claude/" + operation;
        return HttpRequest.newBuilder(URI.create(url))
                .header("authorization", "Bearer " + bearer)
                .POST(
                        HttpRequest.BodyPublishers.ofString(
                                """
                                {"messages":[{"role":"user","content":[{"text":"%s"}]}]}\
                                """
                                        .formatted(text)))
                .build();
    }

    /// What `env` prints, as a shell would understand it.
    private Map<String, String> environment() throws IOException {
        return tollgate("env").out().stream()
                .map(line -> line.replace("export ", "").replace("'", "").split("=", 2))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    }

    private static void assertSucceeds(String words, ChildJvm.Ended ended) {
        assertEquals(0, ended.exit(), ended.toString());
        assertTrue(ended.out().getFirst().startsWith(words), ended.toString());
    }

    /// One clear line, and nothing else.
    private static void assertSays(String words, ChildJvm.Ended ended) {
        assertEquals(1, ended.exit(), ended.toString());
        assertEquals(List.of(), ended.out());
        assertEquals(1, ended.errors().size(), ended.toString());
        assertTrue(ended.errors().getFirst().startsWith("tollgate: "), ended.toString());
        assertTrue(ended.errors().getFirst().contains(words), ended.toString());
    }

    private ChildJvm.Ended tollgate(String... arguments) throws IOException {
        return tollgate(Map.of(), arguments);
    }

    private ChildJvm.Ended tollgate(Map<String, String> variables, String... arguments)
            throws IOException {
        var options = List.of("--enable-native-access=ALL-UNNAMED", "-Dtollgate.home=" + home);
        return new ChildJvm(options, variables).run(Tollgate.class, arguments);
    }
}
