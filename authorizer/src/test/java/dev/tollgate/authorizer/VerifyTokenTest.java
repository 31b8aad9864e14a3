package dev.tollgate.authorizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.tollgate.core.config.IssuerConfig;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.PrincipalContext;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VerifyTokenTest {
    private TestIssuer acme;
    private TestIssuer globex;
    private TestGateway gateway;

    @BeforeAll
    void start() throws JOSEException, IOException {
        acme = new TestIssuer("acme");
        globex = new TestIssuer("globex");
        gateway = new TestGateway(acme.config(), globex.config());
    }

    @AfterAll
    void stop() {
        acme.close();
        globex.close();
    }

    @Test
    void authorize_goodToken_isThePrincipalOfItsTenant() {
        Principal principal = PrincipalContext.decode(gateway.bearer(acme.token()).context());

        assertEquals(Fixtures.ACME, principal.tenant());
        assertEquals(Fixtures.ALICE, principal.subject());
        assertNull(principal.key());
        assertTrue(principal.scope().allowsModel("anything"));
    }

    @Test
    void authorize_claimsOfTheToken_areHandedOnAsTheIssuersConfigurationNamesThem() {
        var claims =
                acme.claims()
                        .claim("plan", "gold & more")
                        .claim("groups", List.of("fahrrad=größe", true, 7, List.of("no"), ""))
                        .claim("level", Map.of("no", "text"))
                        .claim("colour", "red")
                        .build();

        Principal principal =
                PrincipalContext.decode(
                        gateway.bearer(acme.token(acme.header().build(), claims.toString()))
                                .context());

        assertEquals(
                Map.of(
                        "plan", Set.of("gold & more"),
                        "groups", Set.of("fahrrad=größe", "true", "7")),
                principal.claims());
    }

    @Test
    void authorize_claimTooLong_isLeftOutWhole() {
        var fits = List.of("a".repeat(HandedOnClaims.LONGEST - 2), "ü");
        var longer = List.of("a".repeat(HandedOnClaims.LONGEST - 1), "ü");

        assertEquals(
                Map.of("groups", Set.copyOf(fits)),
                HandedOnClaims.of(
                        acme.claims().claim("groups", fits).claim("plan", longer).build(),
                        acme.config()));
    }

    static Stream<Named<Function<TestIssuer, String>>> good() {
        return Stream.of(
                named("ES256", TestIssuer::ecToken),
                named(
                        "without kid",
                        issuer ->
                                issuer.token(
                                        issuer.header().keyID(null).build(),
                                        issuer.claims().build().toString())),
                named(
                        "one audience of two",
                        issuer ->
                                issuer.token(
                                        issuer.claims()
                                                .audience(List.of("other", TestIssuer.AUDIENCE)))),
                named(
                        "expired within the leeway",
                        issuer -> issuer.token(issuer.claims().expirationTime(at(-29)))),
                named(
                        "not yet within the leeway",
                        issuer -> issuer.token(issuer.claims().notBeforeTime(at(29)))));
    }

    @ParameterizedTest
    @MethodSource("good")
    void authorize_goodVariant_isAllowed(Function<TestIssuer, String> token) {
        assertTrue(gateway.bearer(token.apply(acme)).allow());
    }

    static Stream<Named<Function<TestIssuer, String>>> bad() {
        return Stream.of(
                claims("expired", (builder, _) -> builder.expirationTime(at(-31))),
                claims("without exp", (builder, _) -> builder.expirationTime(null)),
                claims("not yet valid", (builder, _) -> builder.notBeforeTime(at(31))),
                claims("wrong audience", (builder, _) -> builder.audience("other")),
                claims("without audience", (builder, _) -> builder.audience((String) null)),
                claims("unknown issuer", (builder, _) -> builder.issuer("https://evil.example")),
                claims(
                        "issuer with a slash",
                        (builder, issuer) -> builder.issuer(issuer.issuer() + "/")),
                claims("without issuer", (builder, _) -> builder.issuer(null)),
                claims("without subject", (builder, _) -> builder.subject(null)),
                claims("empty subject", (builder, _) -> builder.subject("")),
                claims("subject of two lines", (builder, _) -> builder.subject("a\nb")),
                claims("long subject", (builder, _) -> builder.subject("x".repeat(257))),
                claims("without tenant", (builder, _) -> builder.claim("tenant", null)),
                claims("unlisted tenant", (builder, _) -> builder.claim("tenant", "acme2")),
                claims(
                        "another issuer's tenant",
                        (builder, _) -> builder.claim("tenant", "globex")),
                claims("tenants", (builder, _) -> builder.claim("tenant", List.of("acme"))),
                claims(
                        "two tenants",
                        (builder, _) -> builder.claim("tenant", List.of("acme", "globex"))),
                claims(
                        "tenant object",
                        (builder, _) -> builder.claim("tenant", Map.of("acme", true))),
                named(
                        "a second tenant claim",
                        issuer ->
                                issuer.token(
                                        issuer.header().build(),
                                        issuer.claims()
                                                .build()
                                                .toString()
                                                .replaceFirst("\\{", "{\"tenant\":\"globex\","))),
                named(
                        "claims that are no object",
                        issuer -> issuer.token(issuer.header().build(), "[]")));
    }

    static Stream<Named<Function<TestIssuer, String>>> forged() {
        return Stream.of(
                named("alg none", issuer -> new PlainJWT(issuer.claims().build()).serialize()),
                named(
                        "signature cut off",
                        issuer -> issuer.token().substring(0, issuer.token().lastIndexOf('.') + 1)),
                named("HS256 with the public key", issuer -> mac(issuer, publicKey(issuer))),
                named("HS256 with the public key as PEM", issuer -> mac(issuer, pem(issuer))),
                named(
                        "an algorithm not allowed",
                        issuer ->
                                issuer.token(
                                        new JWSHeader.Builder(JWSAlgorithm.RS512)
                                                .keyID(issuer.rsa.getKeyID())
                                                .build(),
                                        issuer.claims().build().toString())),
                named("somebody else's key", issuer -> foreign(issuer.header().build(), issuer)),
                named(
                        "kid as path",
                        issuer ->
                                foreign(
                                        issuer.header().keyID("../../../../dev/null").build(),
                                        issuer)),
                named(
                        "kid as URL",
                        issuer ->
                                foreign(
                                        issuer.header().keyID(issuer.url("/evil.json")).build(),
                                        issuer)),
                named(
                        "jku",
                        issuer ->
                                foreign(
                                        issuer.header()
                                                .jwkURL(URI.create(issuer.url("/evil.json")))
                                                .build(),
                                        issuer)),
                named(
                        "x5u",
                        issuer ->
                                foreign(
                                        issuer.header()
                                                .x509CertURL(URI.create(issuer.url("/evil.pem")))
                                                .build(),
                                        issuer)),
                named(
                        "jku, else good",
                        issuer ->
                                issuer.token(
                                        issuer.header()
                                                .jwkURL(URI.create(issuer.url("/evil.json")))
                                                .build(),
                                        issuer.claims().build().toString())),
                named(
                        "jwk, else good",
                        issuer ->
                                issuer.token(
                                        issuer.header().jwk(issuer.rsa.toPublicJWK()).build(),
                                        issuer.claims().build().toString())),
                named(
                        "crit",
                        issuer ->
                                issuer.token(
                                        issuer.header()
                                                .criticalParams(Set.of("exp"))
                                                .customParam("exp", 1)
                                                .build(),
                                        issuer.claims().build().toString())),
                named("other claims under the signature", VerifyTokenTest::tampered),
                named("garbage", _ -> "a.b.c"),
                named("two parts", _ -> "a.b"),
                named("five parts", _ -> "a.b.c.d.e"));
    }

    @ParameterizedTest
    @MethodSource({"bad", "forged"})
    void authorize_badToken_isUnauthorized(Function<TestIssuer, String> token) {
        String credential = token.apply(acme);

        var thrown = assertThrows(UnauthorizedException.class, () -> gateway.bearer(credential));
        assertEquals("Unauthorized", thrown.getMessage());
        assertEquals(0, acme.askedElsewhere());
    }

    @Test
    void authorize_globexSignsForAcme_isUnauthorized() {
        String token = globex.token(globex.claims().issuer(acme.issuer()).claim("tenant", "acme"));

        assertThrows(UnauthorizedException.class, () -> gateway.bearer(token));
    }

    @Test
    void authorize_tenantWithoutConfiguration_isBarredWithTheReason() throws Exception {
        try (var initech = new TestIssuer("initech")) {
            Policy policy = new TestGateway(initech.config()).bearer(initech.token());

            assertFalse(policy.allow());
            assertTrue(
                    policy.context()
                            .getOrDefault(Policy.REASON, "")
                            .contains("initech is not set up"));
        }
    }

    @Test
    void authorize_configurationDown_isNotUnauthorized() {
        var down = new TestGateway(acme.config());
        down.configs.setDown(true);

        RuntimeException thrown =
                assertThrows(RuntimeException.class, () -> down.bearer(acme.token()));
        assertFalse("Unauthorized".equals(thrown.getMessage()));
    }

    @Test
    void supports_symmetricAlgorithmConfigured_isStillRefused() {
        var config = acme.config();
        var careless =
                new IssuerSignature(
                        new IssuerConfig(
                                config.issuer(),
                                config.jwksUri(),
                                config.audience(),
                                Set.of("HS256", "none", "RS256"),
                                config.tenantClaim(),
                                config.tenants(),
                                Set.of(),
                                Duration.ZERO));

        assertTrue(careless.supports(JWSAlgorithm.RS256));
        assertFalse(careless.supports(JWSAlgorithm.HS256));
        assertFalse(careless.supports(JWSAlgorithm.parse("none")));
    }

    private interface Change {
        JWTClaimsSet.Builder apply(JWTClaimsSet.Builder claims, TestIssuer issuer);
    }

    private static Named<Function<TestIssuer, String>> claims(String name, Change change) {
        return named(name, issuer -> issuer.token(change.apply(issuer.claims(), issuer)));
    }

    private static Named<Function<TestIssuer, String>> named(
            String name, Function<TestIssuer, String> token) {
        return Named.of(name, token);
    }

    private static Date at(int seconds) {
        return Date.from(Fixtures.NOW.plusSeconds(seconds));
    }

    private static String tampered(TestIssuer issuer) {
        String token = issuer.token();
        String claims = issuer.claims().subject("root").build().toString();
        String header = token.substring(0, token.indexOf('.'));
        String signature = token.substring(token.lastIndexOf('.') + 1);
        return header + "." + Base64URL.encode(claims) + "." + signature;
    }

    private static String foreign(JWSHeader header, TestIssuer issuer) {
        try {
            var own = new RSAKeyGenerator(2048).generate();
            return TestIssuer.sign(
                    header, issuer.claims().build().toString(), new RSASSASigner(own));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static String mac(TestIssuer issuer, byte[] secret) {
        try {
            var header =
                    new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(issuer.rsa.getKeyID()).build();
            return TestIssuer.sign(
                    header, issuer.claims().build().toString(), new MACSigner(secret));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] publicKey(TestIssuer issuer) {
        try {
            return issuer.rsa.toRSAPublicKey().getEncoded();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] pem(TestIssuer issuer) {
        String base64 = Base64.getMimeEncoder().encodeToString(publicKey(issuer));
        return ("-----BEGIN PUBLIC KEY-----\n" + base64 + "\n-----END PUBLIC KEY-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
