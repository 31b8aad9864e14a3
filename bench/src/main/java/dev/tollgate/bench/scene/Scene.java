package dev.tollgate.bench.scene;

import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.IssuerConfig;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitScope;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.money.PriceTable;
import dev.tollgate.core.principal.KeyPepper;
import dev.tollgate.core.principal.KeySecret;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.principal.VirtualKey;
import dev.tollgate.core.principal.VirtualKeyStore;
import dev.tollgate.runtime.SecureIds;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.InMemoryConfigStore;
import dev.tollgate.testkit.InMemoryVirtualKeyStore;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One tenant with three limits, two providers behind the same mock, one issuer, one virtual key.
/// Travels to other processes as a function's settings.
///
/// @param upstream the mock, without a path
/// @param issuer where the issuer's key set is
public record Scene(URI upstream, URI issuer, KeySecret key) {
    /// A budget that no run exhausts.
    private static final long PLENTY = 1_000_000_000_000_000L;

    private static final String UPSTREAM = "TOLLGATE_UPSTREAM_BENCH_URL";
    private static final String ISSUER = "TOLLGATE_UPSTREAM_BENCH_ISSUER";
    private static final String KEY = "TOLLGATE_UPSTREAM_BENCH_KEY";
    private static final String AWS = "TOLLGATE_UPSTREAM_AWS";
    private static final String OPENAI = "TOLLGATE_UPSTREAM_OPENAI_KEY";

    /// A scene with a new virtual key.
    public static Scene of(URI upstream, URI issuer) {
        var ids = new SecureIds();
        return new Scene(upstream, issuer, KeySecret.of(ids.next() + ids.next()));
    }

    /// The scene that the settings carry.
    public static Scene of(Settings settings) {
        return new Scene(
                URI.create(settings.upstreamSecret(UPSTREAM).orElseThrow()),
                URI.create(settings.upstreamSecret(ISSUER).orElseThrow()),
                new KeySecret(settings.upstreamSecret(KEY).orElseThrow()));
    }

    /// A function's settings in this scene, secrets made anew.
    public Map<String, String> variables() {
        var ids = new SecureIds();
        var variables = new HashMap<String, String>();
        variables.put(Setting.REGION.key(), "us-east-1");
        variables.put(Setting.TENANT_TABLE.key(), "tenants");
        variables.put(Setting.PLATFORM_TABLE.key(), "platform");
        variables.put(Setting.KEY_PEPPER.key(), ids.next());
        variables.put(AWS, ids.next() + ":" + ids.next());
        variables.put(OPENAI, ids.next());
        variables.put(UPSTREAM, upstream.toString());
        variables.put(ISSUER, issuer.toString());
        variables.put(KEY, key.value());
        return variables;
    }

    public Settings settings() {
        return Settings.of(variables());
    }

    public ConfigStore config() {
        var store = new InMemoryConfigStore();
        store.apply(store.head(), platform(), List.of(tenant()));
        return store;
    }

    public VirtualKeyStore keys(KeyPepper pepper) {
        var store = new InMemoryVirtualKeyStore();
        var virtual =
                new VirtualKey(
                        Fixtures.ALICES_KEY,
                        Fixtures.ACME,
                        Fixtures.ALICE,
                        Scope.everything(),
                        Instant.EPOCH,
                        null,
                        null);
        store.create(virtual, pepper.hash(key));
        return store;
    }

    /// Limits on requests, tokens and money, none of them ever reached.
    public static List<Limit> limits() {
        var tenant = new LimitScope.WholeTenant();
        return List.of(
                new Limit(tenant, Window.MINUTE, LimitUnit.REQUESTS, PLENTY),
                new Limit(tenant, Window.DAY, LimitUnit.TOKENS, PLENTY),
                new Limit(tenant, Window.MONTH, LimitUnit.MONEY, PLENTY));
    }

    private static TenantConfig tenant() {
        TenantConfig base = Fixtures.tenant(Fixtures.ACME);
        return new TenantConfig(
                1,
                base.tenant(),
                base.name(),
                base.zone(),
                base.aliases(),
                limits(),
                base.keys(),
                Fixtures.PRICE);
    }

    private PlatformConfig platform() {
        return new PlatformConfig(
                1,
                List.of(
                        new IssuerConfig(
                                issuer.toString(),
                                issuer.resolve("/jwks.json"),
                                Issuer.AUDIENCE,
                                Set.of("RS256", "ES256"),
                                "tenant",
                                Map.of("acme", "acme"),
                                Set.of(),
                                Duration.ofSeconds(30))),
                Map.of(
                        "sim-bedrock",
                        new ProviderConfig(
                                "sim-bedrock",
                                ProviderKind.BEDROCK,
                                upstream,
                                "us-east-1",
                                "env:" + AWS,
                                512),
                        "sim-openai",
                        new ProviderConfig(
                                "sim-openai",
                                ProviderKind.OPENAI,
                                upstream.resolve("/v1"),
                                null,
                                "env:" + OPENAI,
                                512)),
                new PriceTable(Map.of()),
                Map.of());
    }

    /// Without the key.
    @Override
    public String toString() {
        return "Scene[" + upstream + ", " + issuer + ']';
    }
}
