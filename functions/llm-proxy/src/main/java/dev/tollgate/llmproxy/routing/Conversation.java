package dev.tollgate.llmproxy.routing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.llmproxy.language.NativeCall;

/// What the calls of one conversation have in common, without anything being kept: the client's own
/// word for it, else how the conversation began.
public final class Conversation {
    /// In which a client names its conversation.
    static final String HEADER = "x-tollgate-conversation";

    private Conversation() {}

    /// A seed of [Draw]; holds what the client wrote, so that it is for drawing alone.
    public static String seed(TenantId tenant, NativeCall call) {
        String named = call.headers().getOrDefault(HEADER, "");
        return tenant + "\n" + (named.isEmpty() ? beginning(call.document()) : named);
    }

    /// System prompt and messages up to the first of a user: every later turn sends them again.
    private static String beginning(ObjectNode document) {
        var start = new StringBuilder(document.path("system").toString());
        for (JsonNode message : document.path("messages")) {
            start.append('\n').append(message);
            if (message.path("role").asText().equals("user")) {
                break;
            }
        }
        return start.toString();
    }
}
