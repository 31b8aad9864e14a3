package dev.tollgate.core.error;

import java.time.Duration;
import java.util.Optional;

/// Every answer a caller can get instead of the one asked for. Closed: a dialect maps each by an
/// exhaustive switch. The message is safe to show: it says what is wrong and how to fix it, and
/// never holds prompt text, secrets or causes.
public sealed interface GatewayError {
    /// Stable, snake_case; what programs may rely on.
    String code();

    String message();

    Fault fault();

    /// How long to wait before the same request may pass; empty when waiting does not help or
    /// nobody knows.
    default Optional<Duration> retryAfter() {
        return Optional.empty();
    }

    /// The member of the request that is to blame, as a path in its document (`messages[0].role`);
    /// empty when no single one is.
    default Optional<String> member() {
        return Optional.empty();
    }

    /// Malformed or not allowed by the dialect's rules: wrong JSON, wrong types, a bad id.
    record InvalidRequest(String message, Optional<String> member) implements GatewayError {
        public InvalidRequest(String message) {
            this(message, Optional.empty());
        }

        @Override
        public String code() {
            return "invalid_request";
        }

        @Override
        public Fault fault() {
            return Fault.CLIENT;
        }
    }

    /// Larger than the published limit.
    record RequestTooLarge(String message) implements GatewayError {
        @Override
        public String code() {
            return "request_too_large";
        }

        @Override
        public Fault fault() {
            return Fault.CLIENT;
        }
    }

    /// A valid credential that may not do this.
    record Forbidden(String message) implements GatewayError {
        @Override
        public String code() {
            return "forbidden";
        }

        @Override
        public Fault fault() {
            return Fault.CLIENT;
        }
    }

    /// The model alias does not exist for this tenant.
    record UnknownModel(String message) implements GatewayError {
        @Override
        public String code() {
            return "unknown_model";
        }

        @Override
        public Fault fault() {
            return Fault.CLIENT;
        }
    }

    /// The target cannot carry a named field or operation over.
    record NotSupportedByTarget(String message, Optional<String> member) implements GatewayError {
        public NotSupportedByTarget(String message) {
            this(message, Optional.empty());
        }

        @Override
        public String code() {
            return "not_supported_by_target";
        }

        @Override
        public Fault fault() {
            return Fault.CLIENT;
        }
    }

    /// The call's id was used with another body.
    record IdReused(String message) implements GatewayError {
        @Override
        public String code() {
            return "id_reused";
        }

        @Override
        public Fault fault() {
            return Fault.CLIENT;
        }
    }

    /// The same call is still running.
    record CallRunning(String message, Duration delay) implements GatewayError {
        @Override
        public String code() {
            return "call_running";
        }

        @Override
        public Fault fault() {
            return Fault.CLIENT;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.of(delay);
        }
    }

    /// Over a rate that frees itself soon, or held up only by calls in flight.
    record RateExceeded(String message, Duration delay) implements GatewayError {
        @Override
        public String code() {
            return "rate_exceeded";
        }

        @Override
        public Fault fault() {
            return Fault.CLIENT;
        }

        @Override
        public Optional<Duration> retryAfter() {
            return Optional.of(delay);
        }
    }

    /// A budget is used up, or the call alone is above a limit. Retrying soon does not help.
    record BudgetExhausted(String message) implements GatewayError {
        @Override
        public String code() {
            return "budget_exhausted";
        }

        @Override
        public Fault fault() {
            return Fault.CLIENT;
        }
    }

    /// The upstream refused for its own rate.
    ///
    /// @param retryAfter as the upstream said, if it did
    record UpstreamThrottled(String message, Optional<Duration> retryAfter)
            implements GatewayError {
        @Override
        public String code() {
            return "upstream_throttled";
        }

        @Override
        public Fault fault() {
            return Fault.UPSTREAM;
        }
    }

    /// The upstream found the request wrong.
    record UpstreamRejected(String message) implements GatewayError {
        @Override
        public String code() {
            return "upstream_rejected";
        }

        @Override
        public Fault fault() {
            return Fault.UPSTREAM;
        }
    }

    /// The upstream's own policy refused the prompt, or the answer before it began; nothing was
    /// charged.
    record ContentFiltered(String message) implements GatewayError {
        @Override
        public String code() {
            return "content_filtered";
        }

        @Override
        public Fault fault() {
            return Fault.CLIENT;
        }

        /// As each of the dialects names what a policy finds wrong.
        @Override
        public Optional<String> member() {
            return Optional.of("messages");
        }
    }

    /// The model behind the target cannot hold a prompt as long as this; the upstream said so, and
    /// nothing was charged.
    record ContextTooLong(String message) implements GatewayError {
        @Override
        public String code() {
            return "context_too_long";
        }

        @Override
        public Fault fault() {
            return Fault.CLIENT;
        }

        /// As each of the dialects names what makes a prompt long.
        @Override
        public Optional<String> member() {
            return Optional.of("messages");
        }
    }

    /// The upstream failed or broke off, and nothing was charged.
    record UpstreamFailed(String message) implements GatewayError {
        @Override
        public String code() {
            return "upstream_failed";
        }

        @Override
        public Fault fault() {
            return Fault.UPSTREAM;
        }
    }

    /// The upstream broke off after it had produced, and may have charged: not to be retried
    /// blindly.
    record UpstreamCut(String message) implements GatewayError {
        @Override
        public String code() {
            return "upstream_cut";
        }

        @Override
        public Fault fault() {
            return Fault.UPSTREAM;
        }
    }

    /// The upstream took longer than the call's deadline.
    record UpstreamTimeout(String message) implements GatewayError {
        @Override
        public String code() {
            return "upstream_timeout";
        }

        @Override
        public Fault fault() {
            return Fault.UPSTREAM;
        }
    }

    /// A store of ours cannot be asked; nothing was called.
    record StoreUnavailable(String message) implements GatewayError {
        @Override
        public String code() {
            return "store_unavailable";
        }

        @Override
        public Fault fault() {
            return Fault.GATEWAY;
        }
    }

    /// The tenant's own AWS session cannot be had, and nothing is done without it; nothing was
    /// called.
    record SessionUnavailable(String message) implements GatewayError {
        @Override
        public String code() {
            return "tenant_session_unavailable";
        }

        @Override
        public Fault fault() {
            return Fault.GATEWAY;
        }
    }
}
