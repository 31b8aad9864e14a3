package dev.tollgate.localstack.stack;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.tollgate.control.key.VirtualKeys;
import dev.tollgate.control.key.VirtualKeys.NewKey;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.issuer.Issuer;
import dev.tollgate.localstack.issuer.TokenRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Credentials of the tests' tenants, most of them such as must be refused; made when the test
/// runs.
public final class TestTokens {
    private static final Duration HOUR = Duration.ofHours(1);

    /// With tokens of acme's issuer.
    static final Set<String> TENANTS = Set.of("acme", "acme2", "rate", "budget", "faults");

    private static final TenantId ACME = new TenantId("acme");

    private final VirtualKeys virtualKeys;
    private final Issuer issuer;
    private final RSAKey published;
    private final Map<String, String> all;
    private final Map<String, String> byTenant = new ConcurrentHashMap<>();

    /// @param issuer acme's, whose documents can be read
    public TestTokens(Issuer issuer, VirtualKeys virtualKeys)
            throws IOException, ParseException, JOSEException {
        this.virtualKeys = virtualKeys;
        this.issuer = issuer;
        this.published =
                JWKSet.load(issuer.jwksUri().toURL()).getKeys().stream()
                        .filter(RSAKey.class::isInstance)
                        .map(RSAKey.class::cast)
                        .findFirst()
                        .orElseThrow();
        this.all = Map.copyOf(made());
    }

    /// By the names that tests and cases of errors use.
    Map<String, String> all() {
        return all;
    }

    /// Those, and a good token for each tenant by its name.
    public Map<String, String> everything() {
        var everything = new HashMap<>(all);
        TENANTS.forEach(tenant -> everything.put(tenant, ofTenant(tenant)));
        return Map.copyOf(everything);
    }

    /// @throws NullPointerException when there is none of the name
    String named(String name) {
        return Objects.requireNonNull(all.get(name), name);
    }

    /// A good token, the same each time.
    String ofTenant(String tenant) {
        return byTenant.computeIfAbsent(
                tenant, id -> issuer.mint(TokenRequest.of("tester", id, HOUR)));
    }

    /// A good key that nobody has seen yet.
    String freshKey() {
        return key(Scope.everything());
    }

    private Map<String, String> made() throws JOSEException {
        var tokens = new LinkedHashMap<String, String>();
        tokens.put("expired", issuer.mint(TokenRequest.of("late", "acme", HOUR.negated())));
        tokens.put("wrongAudience", minted("another-api", Map.of("tenant", "acme")));
        tokens.put("secondTenant", minted("tollgate", Map.of("tenant", List.of("acme", "globex"))));
        tokens.put("foreignTenant", minted("tollgate", Map.of("tenant", "globex")));
        tokens.put("goldPlan", minted("tollgate", Map.of("tenant", "acme2", "plan", "gold")));
        tokens.put("freePlan", minted("tollgate", Map.of("tenant", "acme2", "plan", "free")));
        tokens.put("unknownIssuer", forged(header(null), claims(issuer.id() + "-evil").build()));
        tokens.put(
                "noExpiry",
                forged(header(null), claims(issuer.id().toString()).expirationTime(null).build()));
        tokens.put("algNone", new PlainJWT(claims(issuer.id().toString()).build()).serialize());
        tokens.put(
                "hs256PublicKey",
                signed(
                        new JWSHeader.Builder(JWSAlgorithm.HS256)
                                .keyID(published.getKeyID())
                                .build(),
                        claims(issuer.id().toString()).build(),
                        new MACSigner(
                                published
                                        .toPublicJWK()
                                        .toJSONString()
                                        .getBytes(StandardCharsets.UTF_8))));
        tokens.put(
                "kidPath",
                forged(header("../../etc/passwd"), claims(issuer.id().toString()).build()));
        tokens.put(
                "kidUrl",
                forged(
                        header(issuer.jwksUri().toString()),
                        claims(issuer.id().toString()).build()));
        tokens.put("jwkHeader", selfSigned());
        tokens.put("garbage", "not.a.token");
        URI unreachable = issuer.id().resolve("never-there");
        tokens.put(
                "issuerThatIsDown", forged(header(null), claims(unreachable.toString()).build()));
        keys(tokens);
        return tokens;
    }

    private void keys(Map<String, String> tokens) {
        var revoked = virtualKeys.create(NewKey.of(ACME, "gone", Scope.everything()));
        virtualKeys.revoke(ACME, revoked.key().id());
        tokens.put("keyOfTwoRequests", limitedByConfiguration("acmetworequests"));
        tokens.put("keyOfFourHundredTokens", limitedByConfiguration("acmefourhundred"));
        tokens.put("keyOfFiftyTokens", limitedByConfiguration("acmefiftytokens"));
        tokens.put("revokedKey", revoked.secret().value());
        String typo = revoked.secret().value();
        tokens.put(
                "mistypedKey",
                typo.substring(0, typo.length() - 1) + (typo.endsWith("0") ? "1" : "0"));
        tokens.put(
                "keyOfOneModel",
                key(new Scope(Set.of("sim.claude"), Set.of(RouteFamily.values()))));
        tokens.put(
                "keyOfUsageOnly",
                key(new Scope(Set.of(Scope.ANY_MODEL), Set.of(RouteFamily.SELF_SERVICE))));
    }

    private String limitedByConfiguration(String id) {
        var wanted = new NewKey(ACME, "tests", Scope.everything(), null, new KeyId(id));
        return virtualKeys.create(wanted).secret().value();
    }

    private String key(Scope scope) {
        return virtualKeys.create(NewKey.of(ACME, "tests", scope)).secret().value();
    }

    private String minted(String audience, Map<String, Object> claims) {
        return issuer.mint(new TokenRequest("test", audience, claims, HOUR, JWSAlgorithm.RS256));
    }

    private JWTClaimsSet.Builder claims(String iss) {
        Instant now = Instant.now();
        return new JWTClaimsSet.Builder()
                .issuer(iss)
                .subject("test")
                .audience("tollgate")
                .claim("tenant", "acme")
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(HOUR)));
    }

    private JWSHeader header(@org.jspecify.annotations.Nullable String kid) {
        return new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(kid == null ? published.getKeyID() : kid)
                .build();
    }

    /// Signed by a key that the issuer does not have.
    private static String forged(JWSHeader header, JWTClaimsSet claims) throws JOSEException {
        return signed(header, claims, new RSASSASigner(new RSAKeyGenerator(2048).generate()));
    }

    /// Brings its own key along in the header.
    private String selfSigned() throws JOSEException {
        RSAKey own = new RSAKeyGenerator(2048).keyID("own").generate();
        JWSHeader header =
                new JWSHeader.Builder(JWSAlgorithm.RS256)
                        .keyID("own")
                        .jwk(own.toPublicJWK())
                        .jwkURL(URI.create("http://127.0.0.1:1/jwks.json"))
                        .build();
        return signed(header, claims(issuer.id().toString()).build(), new RSASSASigner(own));
    }

    private static String signed(JWSHeader header, JWTClaimsSet claims, JWSSigner signer)
            throws JOSEException {
        var token = new SignedJWT(header, claims);
        token.sign(signer);
        return token.serialize();
    }
}
