package dev.tollgate.authorizer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.core.config.IssuerConfig;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/// An OIDC issuer on loopback that can fail. Its keys are made anew each time.
final class TestIssuer implements AutoCloseable {
    static final String AUDIENCE = "tollgate";
    static final Duration LEEWAY = Duration.ofSeconds(30);

    final RSAKey rsa;
    final ECKey ec;

    private final HttpServer server;
    private final String name;
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger elsewhere = new AtomicInteger();
    private volatile int status = 200;
    private volatile List<JWK> published;

    TestIssuer(String name) throws JOSEException, IOException {
        this.name = name;
        rsa = new RSAKeyGenerator(2048).keyID(name + "-rsa").generate();
        ec = new ECKeyGenerator(Curve.P_256).keyID(name + "-ec").generate();
        published = List.of(rsa, ec);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext("/jwks.json", this::answer);
        server.createContext(
                "/",
                exchange -> {
                    elsewhere.incrementAndGet();
                    exchange.sendResponseHeaders(404, -1);
                    exchange.close();
                });
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.incrementAndGet();
        byte[] set = new JWKSet(published).toString(true).getBytes(StandardCharsets.UTF_8);
        if (status == 302) {
            exchange.getResponseHeaders().set("Location", url("/moved.json"));
        }
        exchange.sendResponseHeaders(status, status == 200 ? set.length : -1);
        if (status == 200) {
            exchange.getResponseBody().write(set);
        }
        exchange.close();
    }

    /// From now on its key set is answered with this status.
    void answers(int newStatus) {
        status = newStatus;
    }

    /// From now on its key set holds the elliptic key alone.
    void withdrawsRsa() {
        published = List.of(ec);
    }

    /// How often the key set was asked for.
    int asked() {
        return asked.get();
    }

    /// How often anything else was asked for.
    int askedElsewhere() {
        return elsewhere.get();
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    String issuer() {
        return "https://" + name + ".example";
    }

    IssuerConfig config() {
        return new IssuerConfig(
                issuer(),
                URI.create(url("/jwks.json")),
                AUDIENCE,
                Set.of("RS256", "ES256"),
                "tenant",
                Map.of(name, name),
                Set.of("plan", "groups", "level"),
                LEEWAY);
    }

    /// Claims of a good token.
    JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .audience(AUDIENCE)
                .subject(Fixtures.ALICE)
                .claim("tenant", name)
                .issueTime(Date.from(Fixtures.NOW))
                .expirationTime(Date.from(Fixtures.NOW.plusSeconds(300)));
    }

    JWSHeader.Builder header() {
        return new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(rsa.getKeyID());
    }

    String token() {
        return token(claims());
    }

    String token(JWTClaimsSet.Builder claims) {
        return token(header().build(), claims.build().toString());
    }

    String token(JWSHeader header, String claims) {
        try {
            return sign(header, claims, new RSASSASigner(rsa));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    String ecToken() {
        try {
            var header = new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(ec.getKeyID()).build();
            return sign(header, claims().build().toString(), new ECDSASigner(ec));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static String sign(JWSHeader header, String claims, JWSSigner signer) {
        try {
            var jws = new JWSObject(header, new Payload(claims));
            jws.sign(signer);
            return jws.serialize();
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
