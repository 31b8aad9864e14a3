package dev.tollgate.llmproxy.dialect.bedrock;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.dialect.AnswerWriter;
import dev.tollgate.llmproxy.dialect.ClientCall;
import dev.tollgate.llmproxy.language.NativeCall;

/// A request of the Bedrock runtime.
record BedrockCall(Operation operation, NativeCall content) implements ClientCall {
    @Override
    public ChatRequest chat() {
        return switch (operation) {
            case CONVERSE, CONVERSE_STREAM -> ConverseChat.read(content);
            case INVOKE, INVOKE_WITH_RESPONSE_STREAM, COUNT_TOKENS ->
                    throw notOffered("use converse or converse-stream");
            case APPLY_GUARDRAIL -> throw notOffered("send it the alias of a guardrail");
        };
    }

    @Override
    public ClientCall without(String member) {
        return new BedrockCall(operation, content.without(member));
    }

    @Override
    public AnswerWriter writer() {
        return operation.stream() ? new ConverseFrames() : new ConverseDocument();
    }

    private Refused notOffered(String advice) {
        return new Refused(
                new GatewayError.NotSupportedByTarget(
                        "the operation "
                                + operation.segment()
                                + " is not offered by what stands behind the model alias "
                                + content.alias()
                                + "; "
                                + advice));
    }
}
