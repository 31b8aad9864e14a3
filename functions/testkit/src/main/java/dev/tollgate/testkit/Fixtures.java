package dev.tollgate.testkit;

import dev.tollgate.core.call.CallId;
import dev.tollgate.core.call.Decision;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.ledger.Amounts;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitScope;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Settlement;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/// The tenants, people and moments of all tests.
public final class Fixtures {
    public static final TenantId ACME = new TenantId("acme");
    public static final TenantId GLOBEX = new TenantId("globex");

    /// A Sunday in November, in the middle of everything: no period turns over within half a
    /// minute.
    public static final Instant NOW = Instant.parse("2026-11-22T10:15:30Z");

    public static final ZoneId ZONE = ZoneOffset.UTC;
    public static final Duration LEASE = Duration.ofMinutes(2);
    public static final String ALICE = "alice@acme.example";
    public static final KeyId ALICES_KEY = new KeyId("alice0key001");
    public static final String BODY = "a".repeat(64);
    public static final String OTHER_BODY = "b".repeat(64);

    /// One nano-dollar for an input token, two for an output token.
    public static final Price PRICE =
            new Price(
                    "p1",
                    Instant.EPOCH,
                    Map.of(UsageKind.INPUT, 1_000_000L, UsageKind.OUTPUT, 2_000_000L));

    /// A nano-dollar for a unit of a denied topic, two for one of content, three for one of
    /// sensitive information, and so on; words are free.
    public static final Price UNIT_PRICE =
            new Price(
                    "u1",
                    Instant.EPOCH,
                    Map.of(
                            UsageKind.TOPIC_POLICY, 1_000_000L,
                            UsageKind.CONTENT_POLICY, 2_000_000L,
                            UsageKind.WORD_POLICY, 0L,
                            UsageKind.SENSITIVE_INFORMATION_POLICY, 3_000_000L,
                            UsageKind.CONTEXTUAL_GROUNDING_POLICY, 4_000_000L,
                            UsageKind.CONTENT_POLICY_IMAGE, 5_000_000L,
                            UsageKind.AUTOMATED_REASONING_POLICY, 6_000_000L));

    private Fixtures() {}

    /// Alice, by token: may use all that the tenant may.
    public static Principal alice() {
        return new Principal(ACME, ALICE, null, Scope.everything());
    }

    /// Alice, by her virtual key.
    public static Principal aliceByKey() {
        return new Principal(ACME, ALICE, ALICES_KEY, Scope.everything());
    }

    /// A tenant with the three aliases of the local stack and no limits.
    public static TenantConfig tenant(TenantId id) {
        return new TenantConfig(
                1,
                id,
                id.value(),
                ZONE,
                Map.of(
                        "local.smollm2", route("smollm2", "smollm2-135m-instruct"),
                        "sim.claude", route("sim-bedrock", "anthropic.claude-sim-v1:0"),
                        "sim.gpt", route("sim-openai", "gpt-sim")),
                List.of(),
                Map.of(),
                null);
    }

    private static Route route(String provider, String model) {
        return Route.to(new Target(provider, model, 256));
    }

    public static Limit tenantLimit(Window window, LimitUnit unit, long amount) {
        return new Limit(new LimitScope.WholeTenant(), window, unit, amount);
    }

    public static Limit keyLimit(Window window, LimitUnit unit, long amount) {
        return new Limit(new LimitScope.OneKey(ALICES_KEY), window, unit, amount);
    }

    /// Asks for one request of 10 tokens at [#NOW] under the limits.
    ///
    /// @param nanos the worst case, nano-dollars
    public static HoldRequest ask(TenantId tenant, String call, long nanos, Limit... limits) {
        return new HoldRequest(
                tenant,
                new CallId(call),
                BODY,
                ALICE,
                ALICES_KEY,
                "sim.claude",
                "sim-bedrock/anthropic.claude-sim-v1:0",
                PRICE.version(),
                List.of(limits),
                ZONE,
                new Amounts(1, 10, new Money(nanos)),
                NOW,
                NOW.plus(LEASE));
    }

    /// The same question at another time.
    public static HoldRequest at(HoldRequest ask, Instant at) {
        return new HoldRequest(
                ask.tenant(),
                ask.call(),
                ask.bodyHash(),
                ask.subject(),
                ask.key(),
                ask.alias(),
                ask.target(),
                ask.priceVersion(),
                ask.limits(),
                ask.zone(),
                ask.worstCase(),
                at,
                at.plus(LEASE));
    }

    /// The same question with another body.
    public static HoldRequest withBody(HoldRequest ask, String bodyHash) {
        return new HoldRequest(
                ask.tenant(),
                ask.call(),
                bodyHash,
                ask.subject(),
                ask.key(),
                ask.alias(),
                ask.target(),
                ask.priceVersion(),
                ask.limits(),
                ask.zone(),
                ask.worstCase(),
                ask.at(),
                ask.leaseUntil());
    }

    /// The same question by somebody else, by token.
    public static HoldRequest byToken(HoldRequest ask, String subject) {
        return new HoldRequest(
                ask.tenant(),
                ask.call(),
                ask.bodyHash(),
                subject,
                null,
                ask.alias(),
                ask.target(),
                ask.priceVersion(),
                ask.limits(),
                ask.zone(),
                ask.worstCase(),
                ask.at(),
                ask.leaseUntil());
    }

    /// Completed a second after it began: 3 tokens in, 2 out.
    ///
    /// @param nanos the cost, nano-dollars
    public static Settlement settled(Hold hold, long nanos) {
        return new Settlement(
                hold,
                Outcome.COMPLETED,
                Usage.of(3, 2),
                new Money(nanos),
                "request-" + hold.request().call(),
                hold.request().at().plusSeconds(1),
                new Decision(
                        3,
                        Decision.Reason.FALLBACK,
                        List.of("p/m: code"),
                        List.of(),
                        "",
                        Decision.KeyOwner.TENANT));
    }
}
