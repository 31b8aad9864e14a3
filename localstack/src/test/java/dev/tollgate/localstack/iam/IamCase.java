package dev.tollgate.localstack.iam;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/// A request and the document it is held against, for our evaluator and for another one.
///
/// @param document without placeholders
record IamCase(String document, AccessRequest request) {
    private static final ObjectMapper JSON = new ObjectMapper();

    Decision decide() {
        return PolicyDocument.read(document, Map.of()).decide(request);
    }

    /// As `judge.mjs` reads it.
    JsonNode json() {
        ObjectNode node = JSON.createObjectNode();
        try {
            node.set("policy", JSON.readTree(document));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        node.put("action", request.action());
        node.put("resource", request.resource());
        ObjectNode context = node.putObject("context");
        request.context()
                .forEach((ContextKey key, List<String> values) -> {
                    if (key.many()) {
                        values.forEach(context.withArray("/" + escaped(key))::add);
                    } else {
                        context.put(key.word(), values.getFirst());
                    }
                });
        return node;
    }

    /// In a JSON pointer (RFC 6901).
    private static String escaped(ContextKey key) {
        return key.word().replace("~", "~0").replace("/", "~1");
    }
}
