package dev.tollgate.localstack.issuer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import dev.tollgate.localstack.upstream.LiveUpstreams;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IssuerTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private static JWTClaimsSet verify(Issuer issuer, String token) throws Exception {
        JWKSet keys = JWKSet.load(issuer.jwksUri().toURL());
        var processor = new DefaultJWTProcessor<SecurityContext>();
        processor.setJWSKeySelector(
                new JWSVerificationKeySelector<>(
                        Set.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256),
                        new ImmutableJWKSet<>(keys)));
        return processor.process(token, null);
    }

    private static HttpResponse<String> send(String method, URI url) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request =
                    HttpRequest.newBuilder(url)
                            .method(method, HttpRequest.BodyPublishers.noBody())
                            .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void mint_bothAlgorithms_verifyFromTheJwks() throws Exception {
        try (LiveUpstreams live = new LiveUpstreams()) {
            Issuer acme = live.upstreams.issuer("acme");
            for (JWSAlgorithm algorithm : List.of(JWSAlgorithm.RS256, JWSAlgorithm.ES256)) {
                String token =
                        acme.mint(
                                new TokenRequest(
                                        "ada",
                                        "tollgate",
                                        Map.of("tenant", "acme"),
                                        HOUR,
                                        algorithm));
                JWTClaimsSet claims = verify(acme, token);
                assertEquals(acme.id().toString(), claims.getIssuer());
                assertEquals("ada", claims.getSubject());
                assertEquals(List.of("tollgate"), claims.getAudience());
                assertEquals("acme", claims.getClaim("tenant"));
            }
        }
    }

    @Test
    void mint_forgedOrForeign_doesNotVerify() throws Exception {
        try (LiveUpstreams live = new LiveUpstreams()) {
            Issuer acme = live.upstreams.issuer("acme");
            Issuer globex = live.upstreams.issuer("globex");
            String token = acme.mint(TokenRequest.of("ada", "acme", HOUR));
            List<String> bad =
                    List.of(
                            globex.mint(TokenRequest.of("ada", "acme", HOUR)),
                            acme.mint(TokenRequest.of("ada", "acme", HOUR.negated())),
                            ForgedTokens.unsigned(token),
                            ForgedTokens.hs256WithPublicKey(acme, token),
                            ForgedTokens.withHeader(acme, token, b -> b.keyID("../key")),
                            ForgedTokens.tampered(token, "{\"sub\":\"eve\"}"));
            for (String forged : bad) {
                assertThrows(BadJOSEException.class, () -> verify(acme, forged));
            }
        }
    }

    @Test
    void open_secondStart_keepsKeysThatOnlyTheOwnerReads(@TempDir Path state) throws Exception {
        String first;
        int port;
        try (LiveUpstreams live = new LiveUpstreams(state, 0)) {
            first = live.upstreams.issuer("acme").mint(TokenRequest.of("ada", "acme", HOUR));
            port = live.upstreams.url().getPort();
        }
        Path file = state.resolve("issuers").resolve("acme.jwks.json");
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        try (LiveUpstreams live = new LiveUpstreams(state, port)) {
            Issuer acme = live.upstreams.issuer("acme");
            assertEquals("ada", verify(acme, first).getSubject());
            assertNotEquals(
                    acme.jwks(), live.upstreams.issuer("globex").jwks(), "each has its own keys");
        }
    }

    @Test
    void jwks_showsNoPrivateMember() throws Exception {
        try (LiveUpstreams live = new LiveUpstreams()) {
            String jwks = send("GET", live.upstreams.issuer("acme").jwksUri()).body();
            JWKSet keys = JWKSet.parse(jwks);
            assertEquals(2, keys.getKeys().size());
            assertTrue(keys.getKeys().stream().noneMatch(key -> key.isPrivate()));
        }
    }

    @Test
    void outage_switchedOnAndOff_hidesBothDocuments() throws Exception {
        try (LiveUpstreams live = new LiveUpstreams()) {
            Issuer acme = live.upstreams.issuer("acme");
            URI outage = URI.create(acme.id() + "/outage");
            URI discovery = URI.create(acme.id() + "/.well-known/openid-configuration");
            send("PUT", outage);
            assertEquals(503, send("GET", acme.jwksUri()).statusCode());
            assertEquals(503, send("GET", discovery).statusCode());
            assertEquals(200, send("GET", live.upstreams.issuer("globex").jwksUri()).statusCode());
            send("DELETE", outage);
            String document = send("GET", discovery).body();
            var claims = JSONObjectUtils.parse(document);
            assertEquals(acme.id().toString(), claims.get("issuer"));
            assertEquals(acme.jwksUri().toString(), claims.get("jwks_uri"));
            assertEquals(
                    List.of("RS256", "ES256"), claims.get("id_token_signing_alg_values_supported"));
        }
    }
}
