package dev.tollgate.aws.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.config.UpstreamKey;
import java.util.Map;

/// How a tenant's own keys at providers are written down in the table. Releases before them wrote
/// none, which means the same as an empty object.
final class UpstreamKeyDocument {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final String CREDENTIAL = "credential";
    private static final String SHARED_ALLOWED = "sharedAllowed";

    private UpstreamKeyDocument() {}

    static ObjectNode write(Map<String, UpstreamKey> keys) {
        ObjectNode node = NODES.objectNode();
        keys.forEach((provider, key) ->
                node.putObject(provider)
                        .put(CREDENTIAL, key.credential())
                        .put(SHARED_ALLOWED, key.sharedAllowed()));
        return node;
    }

    /// @param node missing where none were written
    static Map<String, UpstreamKey> read(JsonNode node) {
        return JsonMembers.map(
                node,
                key ->
                        new UpstreamKey(
                                JsonMembers.text(key, CREDENTIAL),
                                JsonMembers.member(key, SHARED_ALLOWED).booleanValue()));
    }
}
