package dev.tollgate.llmproxy;

import dev.tollgate.core.money.Price;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.Upstream;

/// A call made ready for one target. For one attempt.
record Prepared(Upstream upstream, Price price, Providers.Fitted fitted) {
    Exchange exchange() {
        return fitted.exchange();
    }
}
