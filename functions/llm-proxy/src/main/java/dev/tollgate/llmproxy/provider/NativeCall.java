package dev.tollgate.llmproxy.provider;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;

/// A call in the client's language, Bedrock's.
///
/// @param body as it came
/// @param document the same, parsed
/// @param headers the client's, lower-cased, one value each
@SuppressWarnings("ArrayRecordComponent") // passed on, never changed or compared
public record NativeCall(
        Operation operation, byte[] body, ObjectNode document, Map<String, String> headers) {}
