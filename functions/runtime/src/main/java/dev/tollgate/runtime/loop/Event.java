package dev.tollgate.runtime.loop;

import java.time.Instant;
import java.util.Optional;

/// One invocation, as the Runtime API hands it out.
///
/// @param id Lambda's request id
/// @param deadline when Lambda ends it
/// @param body JSON, 6 MB at the most
@SuppressWarnings("ArrayRecordComponent") // A carrier that nobody compares.
record Event(String id, Instant deadline, String arn, Optional<String> trace, byte[] body) {}
