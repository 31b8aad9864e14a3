package dev.tollgate.authorizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.config.KeyPolicy;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.principal.CachedVirtualKeys;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.KeyPepper;
import dev.tollgate.core.principal.KeySecret;
import dev.tollgate.core.principal.KeyStoreUnavailableException;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.PrincipalContext;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.testkit.Fixtures;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AuthorizeRequestTest {
    private static final Scope BEDROCK_ONLY =
            new Scope(Set.of("sim.claude"), Set.of(RouteFamily.BEDROCK));

    private final TestGateway gateway = new TestGateway();
    private final KeySecret key = gateway.key(Fixtures.ACME, Scope.everything(), null);

    @Test
    void authorize_goodKey_isItsOwner() {
        Principal principal = PrincipalContext.decode(gateway.bearer(key.value()).context());

        assertEquals(Fixtures.ACME, principal.tenant());
        assertEquals(Fixtures.ALICE, principal.subject());
        assertTrue(principal.key() != null);
    }

    @Test
    void authorize_schemeAndHeaderInAnyCase_isAllowed() {
        assertTrue(gateway.ask(Map.of("aUTHORIZATION", List.of("bEARER  " + key.value()))).allow());
    }

    @Test
    void authorize_keyInAHeaderOfItsOwn_isAllowed() {
        for (String header : List.of("x-api-key", "X-Api-Key", "api-key")) {
            Policy policy = gateway.ask(Map.of(header, List.of(key.value())));
            assertTrue(allows(policy, TestGateway.STAGE + "POST/v1/messages"), header);
            assertTrue(allows(policy, TestGateway.STAGE + "POST/v1/messages/count_tokens"), header);
            assertTrue(
                    allows(
                            policy,
                            TestGateway.STAGE + "POST/openai/deployments/sim.gpt/chat/completions"),
                    header);
        }
    }

    @Test
    void authorize_everything_isGoodForTheWholeStage() {
        Policy policy = gateway.bearer(key.value());

        assertTrue(allows(policy, TestGateway.CONVERSE));
        assertTrue(allows(policy, TestGateway.STAGE + "POST/model/arn%3Aaws%3Ax%2Fy/converse"));
        assertTrue(allows(policy, TestGateway.STAGE + "POST/guardrail/sim.mask/version/1/apply"));
        assertTrue(allows(policy, TestGateway.USAGE));
        assertFalse(allows(policy, TestGateway.STAGE + "GET/admin/tenants"));
        assertFalse(allows(policy, TestGateway.STAGE.replace("api1", "api2") + "GET/v1/usage"));
        assertFalse(allows(policy, TestGateway.STAGE.replace("prod", "dev") + "GET/v1/usage"));
    }

    @Test
    void authorize_keyWithoutARouteFamily_isRightForEachRouteFromTheCache() {
        KeySecret narrow = gateway.key(Fixtures.ACME, BEDROCK_ONLY, null);
        Policy policy = gateway.bearer(narrow.value());

        assertTrue(allows(policy, TestGateway.CONVERSE));
        assertFalse(allows(policy, TestGateway.USAGE));
        String reason = reason(policy);
        assertTrue(reason.contains("these routes only: bedrock."), reason);
        assertEquals(
                Set.of("sim.claude"), PrincipalContext.decode(policy.context()).scope().models());
    }

    @Test
    void authorize_keyNarrowedByConfiguration_isHeldToBoth() {
        KeySecret narrow = gateway.key(Fixtures.ACME, BEDROCK_ONLY, null);
        KeyId id = keyId(gateway.bearer(narrow.value()));
        TenantConfig acme = Fixtures.tenant(Fixtures.ACME);
        var usageOnly =
                new KeyPolicy(
                        new Scope(Set.of(Scope.ANY_MODEL), Set.of(RouteFamily.SELF_SERVICE)),
                        List.of());
        gateway.apply(
                new TenantConfig(
                        1,
                        acme.tenant(),
                        acme.name(),
                        acme.zone(),
                        acme.aliases(),
                        acme.limits(),
                        Map.of(id, usageOnly),
                        null));

        Policy policy = gateway.bearer(narrow.value());
        assertFalse(policy.allow());
        assertFalse(allows(policy, TestGateway.CONVERSE));
        assertFalse(allows(policy, TestGateway.USAGE));
    }

    @Test
    void authorize_awsSignature_isBarredAndNamesTheVariable() {
        Policy policy =
                gateway.ask(
                        Map.of(
                                "Authorization",
                                List.of(
                                        "AWS4-HMAC-SHA256 Credential=a/20261122/us-east-1/bedrock/"
                                                + "aws4_request, SignedHeaders=host, Signature=b")));

        assertFalse(policy.allow());
        assertTrue(reason(policy).contains("AWS_BEARER_TOKEN_BEDROCK"));
        assertFalse(allows(policy, TestGateway.CONVERSE));
    }

    static Stream<Named<Map<String, List<String>>>> noCredential() {
        return Stream.of(
                Named.of("none", Map.of()),
                Named.of("empty", Map.of("Authorization", List.of(""))),
                Named.of("scheme alone", Map.of("Authorization", List.of("Bearer "))),
                Named.of("basic", Map.of("Authorization", List.of("Basic dTpw"))),
                Named.of("no scheme", Map.of("Authorization", List.of("abc"))),
                Named.of("a scheme where none is", Map.of("x-api-key", List.of("Bearer abc"))),
                Named.of("an empty key", Map.of("x-api-key", List.of(" "))),
                Named.of("a huge key", Map.of("x-api-key", List.of("a".repeat(20_000)))),
                Named.of("merged", Map.of("Authorization", List.of("Bearer a, Bearer b"))),
                Named.of("a line break", Map.of("Authorization", List.of("Bearer a\nb"))),
                Named.of("huge", Map.of("Authorization", List.of("Bearer " + "a".repeat(20_000)))));
    }

    @ParameterizedTest
    @MethodSource("noCredential")
    void authorize_noUsableCredential_isUnauthorized(Map<String, List<String>> headers) {
        assertThrows(UnauthorizedException.class, () -> gateway.ask(headers));
    }

    @Test
    void authorize_twoCredentials_isUnauthorizedAndSoNeverCached() {
        String good = "Bearer " + key.value();
        var requests =
                List.of(
                        Map.of("Authorization", List.of(good, good)),
                        Map.of("Authorization", List.of(good), "authorization", List.of(good)),
                        Map.of("Authorization", List.of(good), "X-Api-Key", List.of(key.value())),
                        Map.of("Authorization", List.of(good), "api-key", List.of("x")));

        for (Map<String, List<String>> headers : requests) {
            assertThrows(UnauthorizedException.class, () -> gateway.ask(headers));
        }
    }

    @Test
    void authorize_revokedKey_isUnauthorized() {
        KeyId id = keyId(gateway.bearer(key.value()));
        assertTrue(gateway.keys.revoke(Fixtures.ACME, id, gateway.clock.instant()));

        assertThrows(UnauthorizedException.class, () -> gateway.bearer(key.value()));
    }

    @Test
    void authorize_expiringKey_isGoodUntilItsMoment() {
        KeySecret brief =
                gateway.key(Fixtures.ACME, Scope.everything(), Fixtures.NOW.plusSeconds(60));
        gateway.clock.advance(Duration.ofSeconds(59));
        assertTrue(gateway.bearer(brief.value()).allow());

        gateway.clock.advance(Duration.ofSeconds(1));
        assertThrows(UnauthorizedException.class, () -> gateway.bearer(brief.value()));
    }

    @Test
    void authorize_keyThatIsNotOurs_isUnauthorizedAndMostlyNotLookedUp() {
        String unknown = KeySecret.of(gateway.ids.next() + gateway.ids.next()).value();
        assertThrows(UnauthorizedException.class, () -> gateway.bearer(unknown));

        gateway.keys.setDown(true);
        String typo = key.value().substring(0, 10) + 'x' + key.value().substring(11);
        for (String wrong : List.of(typo, key.value().toUpperCase(Locale.ROOT), "tg_")) {
            assertThrows(UnauthorizedException.class, () -> gateway.bearer(wrong));
        }
    }

    @Test
    void authorize_keyOfAnotherPepper_isUnauthorized() {
        KeySecret secret = KeySecret.of(gateway.ids.next() + gateway.ids.next());
        var other = new KeyPepper("another" + gateway.ids.next());

        assertFalse(other.hash(secret).equals(gateway.pepper.hash(secret)));
        assertThrows(UnauthorizedException.class, () -> gateway.bearer(secret.value()));
    }

    @Test
    void authorize_keyStoreDown_isNotUnauthorized() {
        gateway.keys.setDown(true);

        assertThrows(KeyStoreUnavailableException.class, () -> gateway.bearer(key.value()));
    }

    @Test
    void find_revokedBehindTheCache_isGoneAfterItsTime() {
        var cached = new CachedVirtualKeys(gateway.keys, Duration.ofSeconds(10), gateway.clock);
        String hash = gateway.pepper.hash(key);
        var id = cached.find(hash).orElseThrow().id();
        gateway.keys.revoke(Fixtures.ACME, id, gateway.clock.instant());

        gateway.clock.advance(Duration.ofMillis(9_999));
        assertTrue(cached.find(hash).orElseThrow().isGood(gateway.clock.instant()));
        gateway.clock.advance(Duration.ofMillis(1));
        assertFalse(cached.find(hash).orElseThrow().isGood(gateway.clock.instant()));
    }

    @Test
    void find_storeDownBeyondTheTime_failsClosed() {
        var cached = new CachedVirtualKeys(gateway.keys, Duration.ofSeconds(10), gateway.clock);
        String hash = gateway.pepper.hash(key);
        assertTrue(cached.find(hash).isPresent());
        gateway.keys.setDown(true);
        assertTrue(cached.find(hash).isPresent());

        gateway.clock.advance(Duration.ofSeconds(10));
        assertThrows(KeyStoreUnavailableException.class, () -> cached.find(hash));
    }

    @Test
    void find_floodOfMadeUpKeys_keepsTheGoodOnes() {
        var cached = new CachedVirtualKeys(gateway.keys, Duration.ofSeconds(10), gateway.clock);
        String hash = gateway.pepper.hash(key);
        assertTrue(cached.find(hash).isPresent());
        for (int i = 0; i <= CachedVirtualKeys.MOST_MISSES; i++) {
            assertTrue(cached.find("made-up-" + i).isEmpty());
        }

        gateway.keys.setDown(true);
        assertTrue(cached.find(hash).isPresent());
        assertTrue(cached.find("made-up-" + CachedVirtualKeys.MOST_MISSES).isEmpty());
        assertThrows(KeyStoreUnavailableException.class, () -> cached.find("made-up-0"));
    }

    private static String reason(Policy policy) {
        return policy.context().getOrDefault(Policy.REASON, "");
    }

    private static KeyId keyId(Policy policy) {
        return Objects.requireNonNull(PrincipalContext.decode(policy.context()).key());
    }

    /// As API Gateway holds a policy against a method ARN.
    private static boolean allows(Policy policy, String methodArn) {
        return policy.allow()
                && policy.resources().stream()
                        .map(AuthorizeRequestTest::glob)
                        .anyMatch(glob -> glob.matcher(methodArn).matches());
    }

    private static Pattern glob(String resource) {
        return Pattern.compile(
                Stream.of(resource.split("\\*", -1))
                        .map(Pattern::quote)
                        .collect(Collectors.joining(".*")));
    }
}
