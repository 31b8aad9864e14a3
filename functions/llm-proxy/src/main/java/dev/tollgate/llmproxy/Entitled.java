package dev.tollgate.llmproxy;

import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.llmproxy.provider.Upstream;

/// A principal that may call a target, at a price.
record Entitled(Principal principal, TenantConfig tenant, Upstream upstream, Price price) {}
