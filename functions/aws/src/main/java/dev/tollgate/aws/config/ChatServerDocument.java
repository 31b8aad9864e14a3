package dev.tollgate.aws.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.config.ChatServer;
import dev.tollgate.core.config.KeyHeader;
import java.util.Arrays;
import java.util.Optional;

/// How a server of OpenAI's language is written down beside its provider.
final class ChatServerDocument {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ChatServerDocument() {}

    static ObjectNode write(ChatServer server) {
        ObjectNode node = NODES.objectNode();
        node.put("path", server.path());
        node.put("apiVersion", server.apiVersion());
        node.put("keyHeader", server.keyHeader().word());
        node.set("bounds", JsonMembers.list(server.bounds(), NODES::textNode));
        node.put("asksForUsage", server.asksForUsage());
        node.set("refuses", JsonMembers.list(server.refuses(), NODES::textNode));
        return node;
    }

    /// @param node missing for a server of which nothing more is known
    /// @return empty for one whose key goes where this release does not know
    static Optional<ChatServer> read(JsonNode node) {
        if (node.isMissingNode()) {
            return Optional.of(ChatServer.ANY);
        }
        String word = JsonMembers.text(node, "keyHeader");
        return Arrays.stream(KeyHeader.values())
                .filter(header -> header.word().equals(word))
                .findAny()
                .map(header ->
                        new ChatServer(
                                JsonMembers.text(node, "path"),
                                node.path("apiVersion").textValue(),
                                header,
                                JsonMembers.member(node, "bounds")
                                        .valueStream()
                                        .map(JsonNode::textValue)
                                        .toList(),
                                JsonMembers.member(node, "asksForUsage").booleanValue(),
                                JsonMembers.texts(node, "refuses")));
    }
}
