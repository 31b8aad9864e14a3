package dev.tollgate.llmproxy;

import dev.tollgate.core.config.Route;
import dev.tollgate.llmproxy.dialect.CallIdentity;
import dev.tollgate.llmproxy.dialect.ClientCall;

/// A call that may be made, before any target was asked.
///
/// @param requestId the gateway's, for lines and logs
record RoutedCall(
        ClientCall client,
        CallIdentity identity,
        Entitled entitled,
        CallTime time,
        String requestId) {
    Route route() {
        return entitled.route();
    }

    /// The call's id, of which the draws of this call are made.
    String id() {
        return identity.id().value();
    }
}
