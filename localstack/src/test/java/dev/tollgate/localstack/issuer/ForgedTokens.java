package dev.tollgate.localstack.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.function.UnaryOperator;

/// Tokens that no issuer would give, made from one that it gave.
public final class ForgedTokens {
    private ForgedTokens() {}

    /// The same claims, unsigned: `alg` none.
    public static String unsigned(String token) {
        String header = "{\"alg\":\"none\",\"typ\":\"JWT\"}";
        return Base64URL.encode(header) + "." + token.split("\\.", 3)[1] + ".";
    }

    /// The same claims, signed with HS256 and the issuer's public RSA key as the secret.
    public static String hs256WithPublicKey(Issuer issuer, String token)
            throws JOSEException, ParseException {
        JWK key = issuer.signingKey(JWSAlgorithm.RS256);
        byte[] secret = key.toRSAKey().toRSAPublicKey().getEncoded();
        JWSObject forged =
                new JWSObject(
                        new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(),
                        claims(token));
        forged.sign(new MACSigner(secret));
        return forged.serialize();
    }

    /// The same claims, signed with the issuer's RS256 key under another header.
    ///
    /// @param header for example `b -> b.keyID("../../key")`
    public static String withHeader(
            Issuer issuer, String token, UnaryOperator<JWSHeader.Builder> header)
            throws JOSEException, ParseException {
        JWK key = issuer.signingKey(JWSAlgorithm.RS256);
        JWSHeader.Builder builder = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID());
        JWSObject forged = new JWSObject(header.apply(builder).build(), claims(token));
        forged.sign(Issuer.signer(key));
        return forged.serialize();
    }

    /// Other claims under the signature of the given token.
    public static String tampered(String token, String claimsJson) {
        String[] parts = token.split("\\.", 3);
        return parts[0]
                + "."
                + Base64URL.encode(claimsJson.getBytes(StandardCharsets.UTF_8))
                + "."
                + parts[2];
    }

    private static Payload claims(String token) throws ParseException {
        return SignedJWT.parse(token).getPayload();
    }
}
