package dev.tollgate.authorizer;

import dev.tollgate.core.config.IssuerConfig;
import io.micronaut.security.token.jwt.signature.SignatureConfiguration;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// One [IssuerSignature] an issuer, kept while its configuration stays as it is. Bounded by the
/// issuers that the platform lists. Thread-safe.
@Singleton
final class IssuerSignatures {
    private final Map<String, IssuerSignature> byIssuer = new ConcurrentHashMap<>();

    SignatureConfiguration of(IssuerConfig issuer) {
        return byIssuer.compute(
                issuer.issuer(),
                (_, known) ->
                        known != null && known.isOf(issuer) ? known : new IssuerSignature(issuer));
    }
}
