package dev.tollgate.llmproxy.provider;

/// One prepared call of an upstream: what to send, what it can take at the most, and how its answer
/// is read. For one use.
public record Exchange(UpstreamRequest request, Bound bound, AnswerReader reader) {}
