package dev.tollgate.llmproxy.routing;

import dev.tollgate.core.config.FailureClass;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.llmproxy.provider.HttpHead;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which class a failure is of. What an upstream found wrong with the request has none, but for two
/// reasons that are about the target: there the providers' own codes and phrases decide, for most
/// answer both with a plain 400. Of a context that is too short its error tells already.
public final class FailureClasses {
    private static final List<String> POLICY =
            List.of(
                    "content_policy_violation",
                    "content_filter",
                    "content management policy",
                    "responsibleaipolicyviolation",
                    "blocked by our safety system",
                    "rejected as a result of our safety system");

    private FailureClasses() {}

    /// @param body of an unsuccessful answer, as far as it was read
    /// @param error that became of it
    /// @return empty where another target would not help
    public static Optional<FailureClass> of(HttpHead head, byte[] body, GatewayError error) {
        return error instanceof GatewayError.ContextTooLong ? of(error) : of(head, body);
    }

    private static Optional<FailureClass> of(HttpHead head, byte[] body) {
        return switch (head.status()) {
            case 429 -> Optional.of(FailureClass.THROTTLED);
            case 503, 529 -> Optional.of(FailureClass.OVERLOADED);
            case 408, 504 -> Optional.of(FailureClass.TIMEOUT);
            case 401, 403, 404 -> Optional.empty();
            case 424 -> Optional.of(FailureClass.FAILED);
            default ->
                    head.status() >= 400 && head.status() < 500
                            ? complaint(
                                    new String(body, StandardCharsets.UTF_8)
                                            .toLowerCase(Locale.ROOT))
                            : Optional.of(FailureClass.FAILED);
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

    private static Optional<FailureClass> complaint(String body) {
        return POLICY.stream().anyMatch(body::contains)
                ? Optional.of(FailureClass.CONTENT_POLICY)
                : Optional.empty();
    }
}
