package dev.tollgate.core.config;

import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.principal.Scope;
import java.util.List;

/// What the tenant's configuration says of one virtual key. A key is held to both this scope and
/// the one it was made with.
public record KeyPolicy(Scope scope, List<Limit> limits) {
    public KeyPolicy {
        limits = List.copyOf(limits);
    }
}
