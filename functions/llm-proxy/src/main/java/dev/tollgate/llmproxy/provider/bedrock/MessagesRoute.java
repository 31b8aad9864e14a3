package dev.tollgate.llmproxy.provider.bedrock;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.json.MemberSplice;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.llmproxy.messages.MessagesBetas;
import dev.tollgate.llmproxy.messages.MessagesBody;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.TokenBound;
import dev.tollgate.llmproxy.provider.Upstream;
import dev.tollgate.llmproxy.provider.UpstreamRequest;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Anthropic's Messages to an Anthropic model on Bedrock: the body is the model's own on
/// InvokeModel but for the envelope (Bedrock user guide, "Anthropic Claude Messages API"), so
/// thoughts, signatures, cache marks and blocks nobody here knows arrive as they were sent.
final class MessagesRoute {
    private static final Map<String, String> JSON = Map.of("content-type", "application/json");
    private static final String VERSION = "anthropic_version";
    private static final String BETAS = "anthropic_beta";
    private static final String MAX_TOKENS = "max_tokens";

    private MessagesRoute() {}

    static Exchange invoke(NativeCall call, Upstream upstream) {
        JsonField root = call.root();
        TokenBound.Contents contents = MessagesBody.contents(root);
        Optional<Long> asked = MessagesBody.maxTokens(root);
        long output = upstream.capped(asked.orElse(null));
        MemberSplice splice = envelope(call);
        if (asked.isEmpty() || asked.get() != output) {
            splice.set(MAX_TOKENS, LongNode.valueOf(output));
        }
        byte[] body = splice.apply(call.body());
        String path = BedrockProvider.path(upstream, Endpoint.INVOKE.segment(call.stream()));
        return new Exchange(
                new UpstreamRequest(path, JSON, body),
                TokenBound.of(body.length, contents, output),
                call.stream()
                        ? new FrameReader(new MessagesFrames())
                        : new DocumentReader(Endpoint.INVOKE));
    }

    static Exchange countTokens(NativeCall call, Upstream upstream) {
        MemberSplice splice = envelope(call);
        if (!call.document().has(MAX_TOKENS)) {
            // A member of every body on InvokeModel; it counts for nothing.
            splice.set(MAX_TOKENS, IntNode.valueOf(1));
        }
        ObjectNode question = StrictJson.newObject();
        question.putObject("input")
                .putObject("invokeModel")
                .put("body", Base64.getEncoder().encodeToString(splice.apply(call.body())));
        String path = BedrockProvider.path(upstream, Endpoint.COUNT_TOKENS.segment(false));
        return new Exchange(
                new UpstreamRequest(path, JSON, StrictJson.write(question)),
                TokenBound.FREE,
                new MessagesCountReader());
    }

    /// What the path says on Bedrock is no member there, and what a header says is one.
    private static MemberSplice envelope(NativeCall call) {
        var splice = new MemberSplice().remove("model").remove("stream");
        if (!call.document().has(VERSION)) {
            splice.set(VERSION, "bedrock-2023-05-31");
        }
        List<String> betas = MessagesBetas.of(call);
        if (!betas.isEmpty() && !call.document().has(BETAS)) {
            ArrayNode list = StrictJson.newObject().putArray(BETAS);
            betas.forEach(list::add);
            splice.set(BETAS, list);
        }
        return splice;
    }
}
