package dev.tollgate.llmproxy;

import dev.tollgate.aws.secret.SecretUnavailableException;
import dev.tollgate.core.call.Decision.KeyOwner;
import dev.tollgate.core.config.UpstreamKey;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.llmproxy.upstream.Credentials;
import jakarta.inject.Singleton;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides whose key a provider is shown. A tenant's own is read here, before any money is held, so
/// that a call which lacks it is refused or goes by the shared one, as the tenant says; a
/// provider's is read when the call is signed.
@Singleton
final class ChooseKey {
    private static final Logger LOG = LoggerFactory.getLogger(ChooseKey.class);

    private final Credentials credentials;

    ChooseKey(Credentials credentials) {
        this.credentials = credentials;
    }

    /// @param upstream with the credential that will sign
    record Chosen(Upstream upstream, KeyOwner owner) {}

    /// @param upstream as the platform has it
    /// @throws Refused when the tenant's own key cannot be had, and it does not allow the shared
    ///   one
    Chosen of(RoutedCall call, Upstream upstream) {
        String provider = upstream.config().id();
        UpstreamKey own = call.entitled().tenant().upstreamKeys().get(provider);
        if (own == null) {
            return new Chosen(upstream, KeyOwner.SHARED);
        }
        try {
            var _ = credentials.secret(own.credential());
            return new Chosen(upstream.with(own.credential()), KeyOwner.TENANT);
        } catch (SecretUnavailableException | IllegalStateException e) {
            LOG.atWarn()
                    .addKeyValue("requestId", call.requestId())
                    .addKeyValue("provider", provider)
                    .addKeyValue("sharedAllowed", own.sharedAllowed())
                    .setCause(e)
                    .log("a tenant's own key cannot be read");
            if (own.sharedAllowed()) {
                return new Chosen(upstream, KeyOwner.SHARED);
            }
            throw new Refused(refusal(provider, e));
        }
    }

    private static GatewayError refusal(String provider, RuntimeException failure) {
        return failure instanceof SecretUnavailableException
                ? new GatewayError.UpstreamFailed(
                        "the tenant's own key at the provider "
                                + provider
                                + " cannot be read now; nothing was charged, try again")
                : new GatewayError.UpstreamRejected(
                        "the tenant's own key at the provider "
                                + provider
                                + " is missing, and the tenant refuses the shared one; nothing was"
                                + " charged, tell the platform team");
    }
}
