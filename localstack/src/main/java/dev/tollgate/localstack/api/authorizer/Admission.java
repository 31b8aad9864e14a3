package dev.tollgate.localstack.api.authorizer;

import java.util.Map;

/// What came of asking an authorizer.
public sealed interface Admission {
    /// @param context the authorizer's context and `principalId`, for the event
    record Allowed(Map<String, String> context) implements Admission {}

    /// @param context as for an allowed one; its `reason` is for the gateway response
    record Denied(Map<String, String> context) implements Admission {}

    /// No credential, or the authorizer said exactly `Unauthorized`.
    record Unauthorized() implements Admission {}

    /// The authorizer failed or ran out of time.
    record Failed() implements Admission {}

    /// The authorizer answered what is not an answer.
    record Misconfigured() implements Admission {}

    /// The method's ARN is longer than a policy can name.
    record TooLong() implements Admission {}
}
