package dev.tollgate.llmproxy;

import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.Upstream;

/// A call made ready for one target. For one attempt.
///
/// @param leaving percent of each budget that its worst case has to leave, 0 to 99
record Prepared(ChooseKey.Chosen chosen, Providers.Fitted fitted, int leaving) {
    /// With the credential that will sign.
    Upstream upstream() {
        return chosen.upstream();
    }

    Exchange exchange() {
        return fitted.exchange();
    }
}
