package dev.tollgate.llmproxy.dialect.openai;

import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.dialect.AnswerWriter;
import dev.tollgate.llmproxy.dialect.ClientCall;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.language.NativeCall;
import java.time.Instant;

/// A request for a chat completion.
///
/// @param requestId the gateway's, which becomes the completion's
/// @param at when it came
record OpenAiCall(NativeCall content, String requestId, Instant at) implements ClientCall {
    @Override
    public ChatRequest chat() {
        return CompletionChat.read(content);
    }

    @Override
    public ClientCall without(String member) {
        return new OpenAiCall(content.without(member), requestId, at);
    }

    @Override
    public AnswerWriter writer() {
        var head = new CompletionHead(requestId, at, content.alias());
        return content.stream()
                ? new CompletionChunks(head, wantsUsage())
                : new CompletionDocument(head);
    }

    private boolean wantsUsage() {
        return content.root()
                .member("stream_options")
                .flatMap(options -> options.member("include_usage"))
                .map(JsonField::bool)
                .orElse(false);
    }
}
