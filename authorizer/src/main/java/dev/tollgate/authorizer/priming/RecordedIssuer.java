package dev.tollgate.authorizer.priming;

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
import dev.tollgate.aws.priming.RecordedTenant;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/// An issuer for one rehearsal, with keys of its own.
final class RecordedIssuer {
    static final String AUDIENCE = "rehearsal";
    static final String TENANT_CLAIM = "tenant";

    /// One of each family.
    static final List<String> ALGORITHMS = List.of("RS256", "PS256", "ES256");

    private static final Duration VALID = Duration.ofMinutes(10);
    private static final int RSA_BITS = 2048;

    private final URI origin;
    private final Instant now;
    private final RSAKey rsa;
    private final ECKey elliptic;

    RecordedIssuer(URI origin, Instant now) {
        this.origin = origin;
        this.now = now;
        try {
            rsa = new RSAKeyGenerator(RSA_BITS).keyID("rsa").generate();
            elliptic = new ECKeyGenerator(Curve.P_256).keyID("elliptic").generate();
        } catch (JOSEException e) {
            throw new IllegalStateException("every JDK makes such keys", e);
        }
    }

    /// Its name, and where its key set is.
    String url() {
        return origin.resolve("/issuer").toString();
    }

    /// JSON.
    String keySet() {
        return new JWKSet(List.of(rsa, elliptic)).toString();
    }

    /// A token by each of [#ALGORITHMS].
    List<String> tokens() {
        var tokens = new ArrayList<String>();
        for (String name : ALGORITHMS) {
            tokens.add(token(JWSAlgorithm.parse(name)));
        }
        return tokens;
    }

    private String token(JWSAlgorithm algorithm) {
        boolean isElliptic = JWSAlgorithm.Family.EC.contains(algorithm);
        var header =
                new JWSHeader.Builder(algorithm).keyID((isElliptic ? elliptic : rsa).getKeyID());
        var claims =
                new JWTClaimsSet.Builder()
                        .issuer(url())
                        .audience(AUDIENCE)
                        .subject(RecordedTenant.user().subject())
                        .claim(TENANT_CLAIM, RecordedTenant.ID.value())
                        .expirationTime(Date.from(now.plus(VALID)));
        try {
            JWSSigner signer = isElliptic ? new ECDSASigner(elliptic) : new RSASSASigner(rsa);
            var token = new SignedJWT(header.build(), claims.build());
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException("a fresh key signs", e);
        }
    }
}
