package dev.tollgate.llmproxy.dialect.anthropic;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.dialect.AnswerWriter;
import dev.tollgate.llmproxy.dialect.ClientCall;
import dev.tollgate.llmproxy.language.Language;
import dev.tollgate.llmproxy.language.NativeCall;

/// A request of Messages.
///
/// @param requestId the gateway's; answers carry it
record AnthropicCall(NativeCall content, String requestId) implements ClientCall {
    @Override
    public ChatRequest chat() {
        if (content.language() == Language.MESSAGES_COUNT_TOKENS) {
            throw new Refused(
                    new GatewayError.NotSupportedByTarget(
                            "what stands behind the model alias "
                                    + content.alias()
                                    + " does not count tokens before a call; count with an alias of"
                                    + " an Anthropic model, or read the usage of an answer"));
        }
        return MessagesChat.read(content);
    }

    @Override
    public ClientCall without(String member) {
        return new AnthropicCall(content.without(member), requestId);
    }

    @Override
    public AnswerWriter writer() {
        var head = new MessageHead(requestId, content.alias());
        return content.stream() ? new MessageStream(head) : new MessageDocument(head);
    }
}
