package dev.tollgate.authorizer;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import dev.tollgate.core.config.IssuerConfig;
import io.micronaut.security.token.Claims;
import io.micronaut.security.token.jwt.validator.JWTClaimsSetUtils;
import io.micronaut.security.token.jwt.validator.JwtClaimsValidator;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Date;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `iss` and `aud` as configured, `exp` and `sub` there, `exp` and `nbf` kept within the leeway.
/// Micronaut's own validators of `exp` and `nbf` know no leeway and no other clock.
@Singleton
final class StandardClaims implements JwtClaimsValidator<IssuerConfig> {
    private final Clock clock;

    StandardClaims(Clock clock) {
        this.clock = clock;
    }

    @Override
    public boolean validate(Claims claims, @Nullable IssuerConfig issuer) {
        if (issuer == null) {
            return false;
        }
        try {
            verifier(issuer).verify(JWTClaimsSetUtils.jwtClaimsSetFromClaims(claims), null);
            return true;
        } catch (BadJWTException _) {
            return false;
        }
    }

    private DefaultJWTClaimsVerifier<SecurityContext> verifier(IssuerConfig issuer) {
        var verifier = new ClockedVerifier(issuer, clock);
        verifier.setMaxClockSkew(Math.toIntExact(issuer.leeway().toSeconds()));
        return verifier;
    }

    private static final class ClockedVerifier extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final Clock clock;

        ClockedVerifier(IssuerConfig issuer, Clock clock) {
            super(
                    issuer.audience(),
                    new JWTClaimsSet.Builder().issuer(issuer.issuer()).build(),
                    Set.of("exp", "sub"));
            this.clock = clock;
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }
}
