package dev.tollgate.localstack.issuer;

import com.nimbusds.jose.JWSAlgorithm;
import java.time.Duration;
import java.util.Map;

/// What a token is to say.
///
/// @param claims beside `iss`, `sub`, `aud`, `iat`, `exp` and `jti`; none of these
/// @param ttl from now to `exp`; negative for a token that has expired
/// @param algorithm RS256 or ES256
public record TokenRequest(
        String subject,
        String audience,
        Map<String, Object> claims,
        Duration ttl,
        JWSAlgorithm algorithm) {
    public TokenRequest {
        claims = Map.copyOf(claims);
    }

    /// An RS256 token for the gateway (audience `tollgate`) with a `tenant` claim.
    public static TokenRequest of(String subject, String tenant, Duration ttl) {
        return new TokenRequest(
                subject, "tollgate", Map.of("tenant", tenant), ttl, JWSAlgorithm.RS256);
    }
}
