package dev.tollgate.llmproxy;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.tenant.TenantSessionUnavailableException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Says to the caller that a store of ours, or the way to it, is down, and to the log why.
final class Unavailable {
    private static final Logger LOG = LoggerFactory.getLogger(Unavailable.class);

    private Unavailable() {}

    static GatewayError store(String what, RuntimeException cause) {
        LOG.atError().addKeyValue("store", what).setCause(cause).log("a store is unavailable");
        if (TenantSessionUnavailableException.isBehind(cause)) {
            return session();
        }
        return new GatewayError.StoreUnavailable(
                "the gateway's " + what + " cannot be reached; no model was called, try again");
    }

    static GatewayError session() {
        return new GatewayError.SessionUnavailable(
                "the gateway has no AWS session for the tenant now; nothing was charged, try again");
    }
}
