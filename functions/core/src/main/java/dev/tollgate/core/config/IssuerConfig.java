package dev.tollgate.core.config;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/// An OIDC issuer whose tokens are accepted.
///
/// @param issuer exactly the tokens' `iss`
/// @param jwksUri https unless loopback
/// @param algorithms JWS algorithms allowed, asymmetric only (`RS256`, `ES256`, …); never the
///   token's choice
/// @param tenantClaim the claim that names the tenant's value
/// @param tenants the claim's value to tenant id; a value not listed is refused
/// @param claims names of claims that are handed on to the functions, at most [#MOST_CLAIMS]
/// @param leeway clock difference allowed on `exp` and `nbf`, at most 2 minutes
public record IssuerConfig(
        String issuer,
        URI jwksUri,
        String audience,
        Set<String> algorithms,
        String tenantClaim,
        Map<String, String> tenants,
        Set<String> claims,
        Duration leeway) {
    public static final int MOST_CLAIMS = 8;

    public IssuerConfig {
        algorithms = Set.copyOf(algorithms);
        tenants = Map.copyOf(tenants);
        claims = Set.copyOf(claims);
    }
}
