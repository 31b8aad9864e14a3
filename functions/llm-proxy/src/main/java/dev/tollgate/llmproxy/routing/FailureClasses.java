package dev.tollgate.llmproxy.routing;

import dev.tollgate.core.config.FailureClass;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.llmproxy.provider.HttpHead;
import java.util.Optional;

/// Which class a failure is of. What an upstream found wrong with the request has none, but for two
/// reasons that are about the target and have errors of their own: a context that is too short, and
/// the provider's policy.
public final class FailureClasses {
    private FailureClasses() {}

    /// Of an unsuccessful answer.
    ///
    /// @param error that became of it
    /// @return empty where another target would not help
    public static Optional<FailureClass> of(HttpHead head, GatewayError error) {
        return switch (head.status()) {
            case 503, 529 -> Optional.of(FailureClass.OVERLOADED);
            case 408, 504 -> Optional.of(FailureClass.TIMEOUT);
            default -> of(error);
        };
    }

    /// Of an error that an upstream said, or that became of its answer, before the first content.
    public static Optional<FailureClass> of(GatewayError error) {
        return switch (error) {
            case GatewayError.UpstreamThrottled _ -> Optional.of(FailureClass.THROTTLED);
            case GatewayError.UpstreamTimeout _ -> Optional.of(FailureClass.TIMEOUT);
            case GatewayError.UpstreamFailed _, GatewayError.UpstreamCut _ ->
                    Optional.of(FailureClass.FAILED);
            case GatewayError.ContextTooLong _ -> Optional.of(FailureClass.CONTEXT_TOO_LONG);
            case GatewayError.ContentFiltered _ -> Optional.of(FailureClass.CONTENT_POLICY);
            case GatewayError.BudgetExhausted _, GatewayError.RateExceeded _ ->
                    Optional.of(FailureClass.BUDGET);
            case GatewayError.InvalidRequest _,
                    GatewayError.RequestTooLarge _,
                    GatewayError.Forbidden _,
                    GatewayError.UnknownModel _,
                    GatewayError.NotSupportedByTarget _,
                    GatewayError.IdReused _,
                    GatewayError.CallRunning _,
                    GatewayError.UpstreamRejected _,
                    GatewayError.StoreUnavailable _,
                    GatewayError.SessionUnavailable _ ->
                    Optional.empty();
        };
    }
}
