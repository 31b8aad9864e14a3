package dev.tollgate.authorizer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.IssuerConfig;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.tenant.TenantId;
import io.micronaut.security.token.jwt.generator.claims.JwtClaimsSetAdapter;
import io.micronaut.security.token.jwt.signature.SignatureConfiguration;
import io.micronaut.security.token.jwt.validator.JwtClaimsValidator;
import jakarta.inject.Singleton;
import java.text.ParseException;
import java.util.Optional;

/// Says whose a token is (RFC 7519, signed per RFC 7515). The token chooses an issuer by its `iss`;
/// everything else it must meet is that issuer's configuration. Thread-safe.
@Singleton
final class VerifyToken {
    private static final int LONGEST_SUBJECT = 256;

    private final ConfigStore configs;
    private final IssuerSignatures signatures;
    private final JwtClaimsValidator<IssuerConfig> standardClaims;

    VerifyToken(ConfigStore configs, IssuerSignatures signatures, StandardClaims standardClaims) {
        this.configs = configs;
        this.signatures = signatures;
        this.standardClaims = standardClaims;
    }

    /// @throws IssuerUnavailableException when no key set of the issuer can be had: the token may
    ///   be good, so it is the gateway that failed
    Verdict verify(String token) {
        SignedJWT jwt;
        JWTClaimsSet claims;
        try {
            jwt = SignedJWT.parse(token);
            claims = jwt.getJWTClaimsSet();
        } catch (ParseException _) {
            return new Verdict.Unknown("not a signed token");
        }
        Optional<IssuerConfig> issuer = issuer(claims);
        return issuer.isEmpty()
                ? new Verdict.Unknown("a token of an unknown issuer")
                : verify(jwt, claims, issuer.get());
    }

    private Optional<IssuerConfig> issuer(JWTClaimsSet claims) {
        return configs.platform().issuers().stream()
                .filter(issuer -> issuer.issuer().equals(claims.getIssuer()))
                .findFirst();
    }

    private Verdict verify(SignedJWT jwt, JWTClaimsSet claims, IssuerConfig issuer) {
        if (bringsKey(jwt.getHeader())) {
            return new Verdict.Unknown("a token that brings its own key");
        }
        SignatureConfiguration signature = signatures.of(issuer);
        if (!signature.supports(jwt.getHeader().getAlgorithm())) {
            return new Verdict.Unknown("a token by an algorithm not allowed for its issuer");
        }
        try {
            if (!signature.verify(jwt)) {
                return new Verdict.Unknown("a token with a wrong signature or an unknown key");
            }
        } catch (JOSEException e) {
            throw new IssuerUnavailableException(issuer.issuer(), e);
        }
        return standardClaims.validate(new JwtClaimsSetAdapter(claims), issuer)
                ? principal(claims, issuer)
                : new Verdict.Unknown("a token that expired, or is not for this gateway");
    }

    /// A key, or a place to get one from, inside the token. Only the issuer's own set counts.
    private static boolean bringsKey(JWSHeader header) {
        return header.getJWK() != null
                || header.getJWKURL() != null
                || header.getX509CertURL() != null
                || header.getX509CertChain() != null;
    }

    /// It stands in access logs, where a line break would begin a line of its own.
    private static boolean isSubject(String subject) {
        return !subject.isEmpty()
                && subject.length() <= LONGEST_SUBJECT
                && subject.codePoints().noneMatch(Character::isISOControl);
    }

    private static Verdict principal(JWTClaimsSet claims, IssuerConfig issuer) {
        String subject = claims.getSubject();
        if (!isSubject(subject)) {
            return new Verdict.Unknown("a token whose subject is empty, too long or not one line");
        }
        // An array or an object names no tenant, nor does a value that is not listed. A claim that
        // stands twice does not get here: the parser refuses it.
        if (!(claims.getClaim(issuer.tenantClaim()) instanceof String value)) {
            return new Verdict.Unknown("a token without one tenant claim");
        }
        String tenant = issuer.tenants().get(value);
        return tenant == null
                ? new Verdict.Unknown("a token of a tenant that is not its issuer's")
                : new Verdict.Known(
                        new Principal(
                                new TenantId(tenant),
                                subject,
                                null,
                                Scope.everything(),
                                HandedOnClaims.of(claims, issuer)));
    }
}
