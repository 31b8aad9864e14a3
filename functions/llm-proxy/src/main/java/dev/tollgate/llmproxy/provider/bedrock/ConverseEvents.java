package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.llmproxy.messages.MessagesEvents;
import java.util.Optional;

/// Events of `converse-stream`. Usage comes in the last one, `metadata`.
final class ConverseEvents implements FrameReader.Events {
    private boolean stopped;

    @Override
    public FrameReader.Meaning read(String type, JsonNode payload) {
        stopped |= type.equals("messageStop");
        Optional<Usage> usage =
                type.equals("metadata")
                        ? BedrockUsage.converse(payload.path("usage"))
                        : Optional.empty();
        long text = MessagesEvents.textBytes(payload.path("delta"));
        return new FrameReader.Meaning(!type.equals("messageStart"), text, usage, Optional.empty());
    }

    @Override
    public boolean isWhole() {
        return stopped;
    }
}
