package dev.tollgate.localstack.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tollgate.core.call.IdSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;

/// An OIDC issuer with an RS256 and an ES256 key of its own. Thread-safe.
public final class Issuer {
    private final String name;
    private final URI id;
    private final IssuerKeys keys;
    private final Clock clock;
    private final IdSource ids;

    private Issuer(String name, URI id, IssuerKeys keys, Clock clock, IdSource ids) {
        this.name = name;
        this.id = id;
        this.keys = keys;
        this.clock = clock;
        this.ids = ids;
    }

    /// How issuers come into being.
    ///
    /// @param base all ids are below it: `<base>/<name>`
    /// @param keys the folder with one key file for each issuer; made when missing
    /// @param ids of tokens (`jti`)
    public record Origin(URI base, Path keys, Clock clock, IdSource ids) {}

    /// @param name `[a-z0-9-]+`
    public static Issuer open(Origin origin, String name) throws IOException {
        return new Issuer(
                name,
                URI.create(origin.base() + "/" + name),
                IssuerKeys.at(origin.keys().resolve(name + ".jwks.json")),
                origin.clock(),
                origin.ids());
    }

    public String name() {
        return name;
    }

    /// The tokens' `iss`.
    public URI id() {
        return id;
    }

    public URI jwksUri() {
        return URI.create(id + "/jwks.json");
    }

    /// A signed token, issued now.
    ///
    /// @throws IllegalArgumentException for an algorithm other than RS256 and ES256
    public String mint(TokenRequest request) {
        Instant now = clock.instant();
        JWTClaimsSet.Builder claims =
                new JWTClaimsSet.Builder()
                        .issuer(id.toString())
                        .subject(request.subject())
                        .audience(request.audience())
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plus(request.ttl())))
                        .jwtID(ids.next());
        request.claims().forEach(claims::claim);
        JWK key = signingKey(request.algorithm());
        JWSHeader header =
                new JWSHeader.Builder(request.algorithm())
                        .type(JOSEObjectType.JWT)
                        .keyID(key.getKeyID())
                        .build();
        SignedJWT token = new SignedJWT(header, claims.build());
        try {
            token.sign(signer(key));
        } catch (JOSEException unusable) {
            throw new IllegalStateException("the issuer's key does not sign", unusable);
        }
        return token.serialize();
    }

    JWK signingKey(JWSAlgorithm algorithm) {
        return keys.signing(algorithm);
    }

    String jwks() {
        return keys.publicJson();
    }

    static JWSSigner signer(JWK key) throws JOSEException {
        return switch (key.getKeyType().getValue()) {
            case "RSA" -> new RSASSASigner(key.toRSAKey());
            case "EC" -> new ECDSASigner(key.toECKey());
            default -> throw new JOSEException("no signer for " + key.getKeyType());
        };
    }
}
