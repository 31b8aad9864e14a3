package dev.tollgate.control.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.config.Choice;
import dev.tollgate.core.config.Condition;
import dev.tollgate.core.config.ConfigHead;
import dev.tollgate.core.config.ConfigRefusedException;
import dev.tollgate.core.config.ConfigUnavailableException;
import dev.tollgate.core.config.FailureClass;
import dev.tollgate.core.config.Fallback;
import dev.tollgate.core.config.IssuerConfig;
import dev.tollgate.core.config.KeyPolicy;
import dev.tollgate.core.config.Modality;
import dev.tollgate.core.config.ModelFacts;
import dev.tollgate.core.config.Patience;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.config.UpstreamKey;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitScope;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.PriceTable;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.InMemoryConfigStore;
import dev.tollgate.testkit.MutableClock;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConfigImporterTest {
    private static final KeyId KEY = new KeyId("k7f3q2m9");

    private final InMemoryConfigStore table = new InMemoryConfigStore();
    private final ConfigImporter importer =
            new ConfigImporter(table, table, new MutableClock(Fixtures.NOW));

    @TempDir private Path directory;

    @BeforeEach
    void write() throws IOException {
        ConfigFiles.write(directory, ConfigFiles.PLATFORM, ConfigFiles.ACME);
    }

    @Test
    void apply_platform_readsEveryField() {
        apply();

        assertEquals(
                new PlatformConfig(
                        1,
                        List.of(
                                new IssuerConfig(
                                        "http://127.0.0.1:4000/oidc/acme",
                                        URI.create("https://login.example/jwks.json"),
                                        "tollgate",
                                        Set.of("RS256", "ES256"),
                                        "tenant",
                                        Map.of("acme-corp", "acme"),
                                        Set.of("plan", "groups"),
                                        Duration.ofSeconds(30))),
                        Map.of(
                                "bedrock",
                                new ProviderConfig(
                                        "bedrock",
                                        ProviderKind.BEDROCK,
                                        URI.create("https://bedrock.example"),
                                        "us-east-1",
                                        null,
                                        4096),
                                "openai",
                                new ProviderConfig(
                                        "openai",
                                        ProviderKind.OPENAI,
                                        URI.create("https://openai.example/v1"),
                                        null,
                                        "env:TOLLGATE_UPSTREAM_OPENAI_KEY",
                                        512)),
                        new PriceTable(Map.of("bedrock/nova-v1:0", prices())),
                        Map.of(
                                "bedrock/nova-v1:0",
                                new ModelFacts(
                                        300_000L,
                                        Set.of(Modality.TEXT, Modality.IMAGE),
                                        Set.of(Modality.TEXT)),
                                "openai/gpt",
                                ModelFacts.UNKNOWN)),
                table.platform());
    }

    private static List<Price> prices() {
        return List.of(
                new Price(
                        "2026-01",
                        Instant.parse("2026-01-01T00:00:00Z"),
                        Map.of(
                                UsageKind.INPUT, 3_000_000_000L,
                                UsageKind.OUTPUT, 15_000_000_000L,
                                UsageKind.CACHE_READ, 300_000_000L)),
                new Price(
                        "2027-01",
                        Instant.parse("2027-01-01T00:00:00Z"),
                        Map.of(
                                UsageKind.INPUT, 2_000_000_000L,
                                UsageKind.OUTPUT, 10_000_000_000L)));
    }

    @Test
    void apply_tenant_readsEveryField() throws IOException {
        String ceiling = "ceilingPrice: {version: c1, input: 20, output: 100, cacheWrite: 25.5}\n";
        ConfigFiles.write(
                directory, ConfigFiles.PLATFORM, ConfigFiles.ACME + ceiling + ConfigFiles.OWN_KEYS);
        apply();

        var whole = new LimitScope.WholeTenant();
        assertEquals(
                new TenantConfig(
                        1,
                        Fixtures.ACME,
                        "Acme Corporation",
                        ZoneId.of("Europe/Berlin"),
                        Map.of("nova", Route.to(new Target("bedrock", "nova-v1:0", 4096))),
                        List.of(
                                new Limit(whole, Window.SECOND, LimitUnit.REQUESTS, 20),
                                new Limit(whole, Window.MINUTE, LimitUnit.REQUESTS, 600),
                                new Limit(whole, Window.DAY, LimitUnit.TOKENS, 2_000_000),
                                new Limit(whole, Window.MONTH, LimitUnit.MONEY, 100_500_000_000L)),
                        Map.of(
                                KEY,
                                new KeyPolicy(
                                        new Scope(
                                                Set.of("nova"),
                                                Set.of(
                                                        RouteFamily.BEDROCK,
                                                        RouteFamily.SELF_SERVICE)),
                                        List.of(
                                                new Limit(
                                                        new LimitScope.OneKey(KEY),
                                                        Window.DAY,
                                                        LimitUnit.MONEY,
                                                        1_000_000_000L)))),
                        new Price(
                                "c1",
                                Instant.EPOCH,
                                Map.of(
                                        UsageKind.INPUT, 20_000_000_000L,
                                        UsageKind.OUTPUT, 100_000_000_000L,
                                        UsageKind.CACHE_WRITE, 25_500_000_000L)),
                        Map.of(
                                "openai",
                                new UpstreamKey("ssm:/tollgate/dev/upstream/acme/openai", true))),
                table.tenant(Fixtures.ACME).orElseThrow());
    }

    @Test
    void apply_route_readsEveryFieldAndTellsIt() throws IOException {
        String route =
                """
                    targets:
                      - {provider: bedrock, model: "nova-v1:0", maxOutputTokens: 9, weight: 3}
                      - {provider: bedrock, model: "nova-v1:0", maxOutputTokens: 8, when: {inputBytes: {atMost: 7}, claims: {plan: [gold, silver]}, budgetLeft: 20%}}
                    retries: 2
                    fallbackOn: [connect, budget]
                    timeouts: {answer: 90s, idle: 30s}
                    sticky: true
                    drop: [seed]
                """;
        String target = "    provider: bedrock\n    model: nova-v1:0\n    maxOutputTokens: 4096\n";
        ConfigFiles.write(directory, ConfigFiles.PLATFORM, ConfigFiles.ACME.replace(target, route));
        Plan.Changes plan = changes();
        importer.apply(plan);

        assertEquals(
                new Route(
                        List.of(
                                new Choice(new Target("bedrock", "nova-v1:0", 9), 3, Condition.ANY),
                                new Choice(
                                        new Target("bedrock", "nova-v1:0", 8),
                                        0,
                                        new Condition(
                                                0,
                                                7,
                                                Map.of("plan", Set.of("gold", "silver")),
                                                20))),
                        new Fallback(Set.of(FailureClass.CONNECT, FailureClass.BUDGET), 2),
                        new Patience(
                                Duration.ofSeconds(90),
                                Duration.ofSeconds(60),
                                Duration.ofSeconds(30)),
                        true,
                        Set.of("seed")),
                table.tenant(Fixtures.ACME).orElseThrow().aliases().get("nova"));
        assertTrue(
                plan.lines()
                        .containsAll(
                                List.of(
                                        "tenant acme: aliases[\"nova\"].fallbackOn: + [budget, connect]",
                                        "tenant acme: aliases[\"nova\"].targets[1].when.inputBytes: + 0 to 7",
                                        "tenant acme: aliases[\"nova\"].targets[1].when.claims[\"plan\"]: + [gold, silver]",
                                        "tenant acme: aliases[\"nova\"].targets[1].when.budgetLeft: + 20%")),
                () -> plan.lines().toString());
    }

    @Test
    void plan_alone_changesNothing() {
        Plan.Changes plan = changes();

        assertEquals(ConfigHead.NONE, table.head());
        assertTrue(plan.lines().contains("platform: providers[\"openai\"].outputBound: + 512"));
        assertTrue(plan.lines().contains("tenant acme: limits.money.month: + $100.500000000"));
    }

    @Test
    void apply_sameAgain_changesNothing() throws IOException {
        apply();
        ConfigFiles.write(
                directory,
                ConfigFiles.PLATFORM,
                ConfigFiles.ACME.replace("{second: 20, minute: 600}", "{minute: 600, second: 20}"));
        Plan.Changes again = changes();
        importer.apply(again);

        assertEquals(List.of("nothing to change"), again.lines());
        assertEquals(1, table.head().revision());
        assertEquals(1, table.platform().version());
        assertEquals(1, table.tenant(Fixtures.ACME).orElseThrow().version());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    name: Acme Corporation | name: Acme          | tenant acme: name: Acme Corporation -> Acme
                    month: 100.50          | month: 99           | tenant acme: limits.money.month: $100.500000000 -> $99.000000000
                    second: 20,            | hour: 9,            | tenant acme: limits.requests.hour: + 9
                    second: 20,            | hour: 9,            | tenant acme: limits.requests.second: - 20
                    [nova]                 | ["*"]               | tenant acme: keys["k7f3q2m9"].models: [nova] -> [*]
                    4096                   | 1                   | tenant acme: aliases["nova"]: bedrock/nova-v1:0, at most 4096 tokens -> bedrock/nova-v1:0, at most 1 tokens
                    leeway: 30s            | leeway: 0s          | platform: issuers["http://127.0.0.1:4000/oidc/acme"].leeway: PT30S -> PT0S
                    acme-corp: acme        | acme: acme          | platform: issuers["http://127.0.0.1:4000/oidc/acme"].tenants["acme-corp"]: - acme
                    region: us-east-1      | region: eu-west-1   | platform: providers["bedrock"].region: us-east-1 -> eu-west-1
                    cacheRead: 0.30        | cacheRead: 0.31     | platform: prices["bedrock/nova-v1:0"]["2026-01"].cacheRead: $0.300000000 -> $0.310000000
                    """)
    void plan_oneEdit_tellsTheFieldAndWritesOnlyWhatChanged(String old, String edited, String told)
            throws IOException {
        apply();
        String platform = ConfigFiles.PLATFORM.replace(old, edited);
        ConfigFiles.write(directory, platform, ConfigFiles.ACME.replace(old, edited));
        Plan.Changes plan = changes();
        importer.apply(plan);

        assertTrue(plan.lines().contains(told), () -> plan.lines().toString());
        boolean ofPlatform = told.startsWith("platform");
        assertEquals(ofPlatform ? 2 : 1, table.platform().version());
        assertEquals(ofPlatform ? 1 : 2, table.tenant(Fixtures.ACME).orElseThrow().version());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    , shared: allowed | , shared: refused | tenant acme: upstreamKeys["openai"].shared: allowed -> refused
                    , shared: allowed | ''                | tenant acme: upstreamKeys["openai"].shared: allowed -> refused
                    acme/openai       | acme/other        | tenant acme: upstreamKeys["openai"].credential: ssm:/tollgate/dev/upstream/acme/openai -> ssm:/tollgate/dev/upstream/acme/other
                    """)
    void plan_oneEditOfAnOwnKey_tellsTheField(String old, String edited, String told)
            throws IOException {
        String whole = ConfigFiles.ACME + ConfigFiles.OWN_KEYS;
        ConfigFiles.write(directory, ConfigFiles.PLATFORM, whole);
        apply();
        ConfigFiles.write(directory, ConfigFiles.PLATFORM, whole.replace(old, edited));
        assertEquals(List.of(told), changes().lines());
    }

    @Test
    void plan_issuersInAnotherOrder_isToldAsThat() throws IOException {
        String first =
                ConfigFiles.PLATFORM.substring(0, ConfigFiles.PLATFORM.indexOf("providers:"));
        String other = first.replace("issuers:\n", "").replace("/acme", "/beta");
        String rest = ConfigFiles.PLATFORM.substring(first.length());
        ConfigFiles.write(directory, first + other + rest, ConfigFiles.ACME);
        apply();
        String swapped = "issuers:\n" + other + first.replace("issuers:\n", "");
        ConfigFiles.write(directory, swapped + rest, ConfigFiles.ACME);

        assertEquals(List.of("platform: as it is -> the same in another order"), changes().lines());
    }

    @Test
    void plan_tenantWithoutItsFile_staysAndIsNamed() throws IOException {
        Files.writeString(
                directory.resolve("tenants/beta.yaml"),
                ConfigFiles.ACME.replace("tenant: acme", "tenant: beta"));
        apply();
        Files.delete(directory.resolve("tenants/beta.yaml"));
        Plan.Changes plan = changes();
        importer.apply(plan);

        assertEquals(
                List.of("tenant beta: has no file, stays as it is", "nothing to change"),
                plan.lines());
        assertEquals(2, table.head().tenants().size());
    }

    @Test
    void plan_oneMistakeAnywhere_leavesNothingToApply() throws IOException {
        Files.writeString(directory.resolve("tenants/beta.yaml"), "tenant: beta\n");

        Plan.Mistakes plan =
                assertInstanceOf(
                        Plan.Mistakes.class, importer.plan(directory, ConfigFiles.VARIABLES));
        assertTrue(
                plan.lines().stream().allMatch(line -> line.startsWith("tenants/beta.yaml:1: ")),
                () -> plan.lines().toString());
    }

    @Test
    void apply_somebodyWasFaster_isRefused() {
        Plan.Changes plan = changes();
        table.apply(null, List.of(Fixtures.tenant(Fixtures.GLOBEX)));

        assertThrows(ConfigRefusedException.class, () -> importer.apply(plan));

        assertEquals(PlatformConfig.EMPTY, table.platform());
    }

    @Test
    void apply_tableDown_changesNothing() {
        Plan.Changes plan = changes();
        table.setDown(true);
        assertThrows(ConfigUnavailableException.class, () -> importer.apply(plan));
        table.setDown(false);

        assertEquals(ConfigHead.NONE, table.head());
    }

    @Test
    void plan_variableOfAnotherKind_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> importer.plan(directory, Map.of("HOME", "/root")));
    }

    private void apply() {
        importer.apply(changes());
    }

    private Plan.Changes changes() {
        Plan plan = importer.plan(directory, ConfigFiles.VARIABLES);
        return assertInstanceOf(Plan.Changes.class, plan, () -> plan.lines().toString());
    }
}
