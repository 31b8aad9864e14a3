package dev.tollgate.runtime;

import dev.tollgate.core.call.Deadline;

/// The platform's view of one invocation.
///
/// @param deadline when the platform ends it
public record Invocation(String awsRequestId, Deadline deadline) {}
