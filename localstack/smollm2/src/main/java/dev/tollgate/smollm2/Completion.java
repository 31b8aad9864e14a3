package dev.tollgate.smollm2;

/// What one generation produced.
///
/// @param promptTokens tokens of the prompt with the chat template
/// @param completionTokens tokens generated, the one that ends the answer included
/// @param finishReason `stop`, or `length` when the maximum ended it
record Completion(String text, int promptTokens, int completionTokens, String finishReason) {}
