package dev.tollgate.bench.scene;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;

/// An OIDC issuer on loopback with an RSA-2048 and a P-256 key, made anew each time.
public final class Issuer implements AutoCloseable {
    static final String AUDIENCE = "tollgate";
    private static final Duration VALID = Duration.ofHours(1);

    private final HttpServer server;
    private final RSAKey rsa;
    private final ECKey ec;

    public Issuer() {
        try {
            rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
            ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (JOSEException | IOException e) {
            throw new IllegalStateException("no issuer", e);
        }
        byte[] keys = keys().toString(true).getBytes(StandardCharsets.UTF_8);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.createContext(
                "/jwks.json",
                exchange -> {
                    try (exchange) {
                        exchange.sendResponseHeaders(200, keys.length);
                        exchange.getResponseBody().write(keys);
                    }
                });
        server.start();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    public JWKSet keys() {
        return new JWKSet(List.of(rsa, ec));
    }

    /// A token of Alice's, another each time, good for an hour.
    ///
    /// @param algorithm `RS256` or `ES256`
    public String token(String algorithm) {
        boolean elliptic = algorithm.equals("ES256");
        var header =
                new JWSHeader.Builder(JWSAlgorithm.parse(algorithm))
                        .keyID(elliptic ? ec.getKeyID() : rsa.getKeyID())
                        .build();
        var now = Clock.systemUTC().instant();
        var claims =
                new JWTClaimsSet.Builder()
                        .issuer(url().toString())
                        .audience(AUDIENCE)
                        .subject(Fixtures.ALICE)
                        .jwtID(UUID.randomUUID().toString())
                        .claim("tenant", "acme")
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(VALID)))
                        .build();
        var token = new SignedJWT(header, claims);
        try {
            JWSSigner signer = elliptic ? new ECDSASigner(ec) : new RSASSASigner(rsa);
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("no signature", e);
        }
        return token.serialize();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
