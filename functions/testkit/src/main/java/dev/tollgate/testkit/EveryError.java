package dev.tollgate.testkit;

import dev.tollgate.core.error.GatewayError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One of each error there is, for tests of how a dialect says them.
public final class EveryError {
    private EveryError() {}

    /// @param message of each
    /// @param wait of those that know how long
    /// @throws IllegalStateException when one is missing here
    public static List<GatewayError> saying(String message, Duration wait) {
        List<GatewayError> all =
                List.of(
                        new GatewayError.InvalidRequest(message),
                        new GatewayError.RequestTooLarge(message),
                        new GatewayError.Forbidden(message),
                        new GatewayError.UnknownModel(message),
                        new GatewayError.NotSupportedByTarget(message),
                        new GatewayError.IdReused(message),
                        new GatewayError.CallRunning(message, wait),
                        new GatewayError.RateExceeded(message, wait),
                        new GatewayError.BudgetExhausted(message),
                        new GatewayError.UpstreamThrottled(message, Optional.of(wait)),
                        new GatewayError.UpstreamRejected(message),
                        new GatewayError.ContextTooLong(message),
                        new GatewayError.ContentFiltered(message),
                        new GatewayError.UpstreamFailed(message),
                        new GatewayError.UpstreamCut(message),
                        new GatewayError.UpstreamTimeout(message),
                        new GatewayError.StoreUnavailable(message),
                        new GatewayError.SessionUnavailable(message));
        Set<Class<?>> missing =
                Set.of(GatewayError.class.getPermittedSubclasses()).stream()
                        .filter(type -> all.stream().noneMatch(type::isInstance))
                        .collect(Collectors.toSet());
        if (!missing.isEmpty()) {
            throw new IllegalStateException("errors without an example: " + missing);
        }
        return all;
    }
}
