package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.messages.MessagesUsage;
import dev.tollgate.llmproxy.provider.HttpHead;
import dev.tollgate.llmproxy.provider.PassedAnswer;
import java.util.Map;
import java.util.Optional;

/// A buffered answer for a client of the same language.
final class DocumentReader extends PassedAnswer {
    private final Endpoint endpoint;
    private Optional<Usage> fromHeaders = Optional.empty();

    DocumentReader(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @Override
    public Map<String, String> head(HttpHead head) {
        fromHeaders = BedrockUsage.headers(head);
        return BedrockHeaders.client(head);
    }

    @Override
    protected Optional<Usage> usage(ObjectNode document) {
        return switch (endpoint) {
            case CONVERSE -> BedrockUsage.converse(document.path("usage"));
            case INVOKE -> invoked(MessagesUsage.of(document.path("usage")));
            case COUNT_TOKENS -> Optional.of(Usage.NONE);
        };
    }

    /// The headers do not say how long a cache entry lives; Anthropic's own count does.
    private Optional<Usage> invoked(Optional<Usage> own) {
        return own.filter(usage -> usage.of(UsageKind.CACHE_WRITE_1H) > 0)
                .or(() -> fromHeaders)
                .or(() -> own);
    }

    @Override
    public String complaint(byte[] error) {
        return BedrockComplaint.read(error);
    }
}
