package dev.tollgate.llmproxy.routing;

import dev.tollgate.core.config.FailureClass;
import dev.tollgate.core.error.GatewayError;
import org.jspecify.annotations.Nullable;

/// Why an attempt did not give the answer.
///
/// @param error as the caller would be told
/// @param kind null for a failure that another target would not mend
/// @param free whether it is known to have cost nothing
public record Failure(GatewayError error, @Nullable FailureClass kind, boolean free) {
    /// The error's code, and behind a blank its class, if it has one: for traces.
    public String said() {
        return kind == null ? error.code() : error.code() + ' ' + kind.word();
    }
}
