package dev.tollgate.localstack.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.ReasoningContentBlockDelta;
import software.amazon.awssdk.services.bedrockruntime.model.TokenUsage;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ToolUseBlockStart;

/// An answer of the AWS SDK for Java, whole or gathered from a stream, of which the SDK hands out
/// the events alone.
///
/// @param pieces of its text, in a stream
record JavaAnswer(List<ContentBlock> content, String stopReason, TokenUsage usage, int pieces) {
    private static final ObjectMapper JSON = new ObjectMapper();

    static JavaAnswer of(ConverseResponse whole) {
        List<ContentBlock> content = whole.output().message().content();
        return new JavaAnswer(content, whole.stopReasonAsString(), whole.usage(), 0);
    }

    /// The calls of tools in it.
    List<ToolUseBlock> calls() {
        return content.stream()
                .filter(block -> block.toolUse() != null)
                .map(ContentBlock::toolUse)
                .toList();
    }

    ObjectNode json() {
        var text = new StringBuilder();
        content.stream()
                .filter(block -> block.text() != null)
                .forEach(block -> text.append(block.text()));
        ObjectNode json =
                JSON.createObjectNode().put("text", text.toString()).put("pieces", pieces);
        json.put("ended", stopReason);
        json.put("input", usage.inputTokens()).put("output", usage.outputTokens());
        ArrayNode all = json.putArray("calls");
        for (ToolUseBlock call : calls()) {
            all.addObject().put("name", call.name()).set("input", json(call.input()));
        }
        return json;
    }

    private static JsonNode json(Document document) {
        if (document.isMap()) {
            ObjectNode object = JSON.createObjectNode();
            document.asMap().forEach((name, value) -> object.set(name, json(value)));
            return object;
        }
        if (document.isList()) {
            ArrayNode array = JSON.createArrayNode();
            document.asList().forEach(one -> array.add(json(one)));
            return array;
        }
        return document.isNumber()
                ? JSON.getNodeFactory().numberNode(document.asNumber().intValue())
                : JSON.valueToTree(document.unwrap());
    }

    static Document document(JsonNode json) {
        return switch (json.getNodeType()) {
            case OBJECT -> {
                var map = Document.mapBuilder();
                json.properties().forEach(e -> map.putDocument(e.getKey(), document(e.getValue())));
                yield map.build();
            }
            case ARRAY -> {
                var list = Document.listBuilder();
                json.forEach(one -> list.addDocument(document(one)));
                yield list.build();
            }
            case NUMBER -> Document.fromNumber(json.decimalValue());
            case BOOLEAN -> Document.fromBoolean(json.booleanValue());
            case STRING -> Document.fromString(json.textValue());
            default -> Document.fromNull();
        };
    }

    /// A stream on its way.
    static final class Gathering {
        private final Map<Integer, Block> blocks = new TreeMap<>();
        private int pieces;
        private String stopReason = "";
        private TokenUsage usage = TokenUsage.builder().build();

        ConverseStreamResponseHandler handler() {
            var visitor =
                    ConverseStreamResponseHandler.Visitor.builder()
                            .onContentBlockStart(event ->
                                    block(event.contentBlockIndex())
                                            .calls
                                            .add(event.start().toolUse()))
                            .onContentBlockDelta(
                                    event -> add(block(event.contentBlockIndex()), event.delta()))
                            .onMessageStop(event -> stopReason = event.stopReasonAsString())
                            .onMetadata(event -> usage = event.usage())
                            .build();
            return ConverseStreamResponseHandler.builder().subscriber(visitor).build();
        }

        JavaAnswer answer() {
            List<ContentBlock> content = blocks.values().stream().map(Block::finished).toList();
            return new JavaAnswer(content, stopReason, usage, pieces);
        }

        private Block block(int index) {
            return blocks.computeIfAbsent(index, _ -> new Block());
        }

        private void add(Block block, ContentBlockDelta delta) {
            if (delta.text() != null) {
                block.text.append(delta.text());
                pieces++;
            } else if (delta.toolUse() != null) {
                block.text.append(delta.toolUse().input());
            } else {
                block.thoughts.add(delta.reasoningContent());
            }
        }
    }

    /// @param text of a call its input
    private record Block(
            StringBuilder text,
            List<ToolUseBlockStart> calls,
            List<ReasoningContentBlockDelta> thoughts) {
        Block() {
            this(new StringBuilder(), new ArrayList<>(), new ArrayList<>());
        }

        ContentBlock finished() {
            if (!calls.isEmpty()) {
                ToolUseBlockStart call = calls.getFirst();
                return ContentBlock.fromToolUse(
                        use -> use.toolUseId(call.toolUseId()).name(call.name()).input(input()));
            }
            if (thoughts.isEmpty()) {
                return ContentBlock.fromText(text.toString());
            }
            var thought = new StringBuilder();
            var signature = new StringBuilder();
            for (ReasoningContentBlockDelta part : thoughts) {
                thought.append(part.text() == null ? "" : part.text());
                signature.append(part.signature() == null ? "" : part.signature());
            }
            return ContentBlock.fromReasoningContent(r ->
                    r.reasoningText(
                            t -> t.text(thought.toString()).signature(signature.toString())));
        }

        private Document input() {
            try {
                return document(JSON.readTree(text.toString()));
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
