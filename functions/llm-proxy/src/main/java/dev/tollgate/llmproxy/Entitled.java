package dev.tollgate.llmproxy;

import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.principal.Principal;

/// A principal that may use a model alias, and what stands behind it.
///
/// @param alias as the client wrote it
record Entitled(
        Principal principal,
        TenantConfig tenant,
        String alias,
        Route route,
        PlatformConfig platform) {}
