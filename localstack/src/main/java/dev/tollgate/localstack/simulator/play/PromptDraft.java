package dev.tollgate.localstack.simulator.play;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A prompt as far as a dialect has read it. For one thread.
public final class PromptDraft {
    private final List<String> texts = new ArrayList<>();
    private final List<String> images = new ArrayList<>();
    private final Map<String, JsonNode> tools = new LinkedHashMap<>();
    private Optional<String> forcedTool = Optional.empty();
    private Optional<JsonNode> schema = Optional.empty();

    /// What counts as input.
    public void text(String text) {
        texts.add(text);
    }

    /// What counts as input by its JSON.
    public void json(JsonNode json) {
        texts.add(json.toString());
    }

    /// @param type the media type
    /// @param base64 the image in either alphabet
    /// @throws SimRefusal when it is not base64
    public void image(String type, String base64) throws SimRefusal {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.replace('-', '+').replace('_', '/'));
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
            images.add(type + " " + HexFormat.of().formatHex(hash, 0, 4));
        } catch (IllegalArgumentException _) {
            throw SimRefusal.invalid("an image's data is not base64");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    /// An image elsewhere, which the simulator does not fetch.
    public void imageAt(String address) {
        images.add(address);
    }

    /// @param input the schema of what it is called with
    public void tool(String name, JsonNode input) {
        tools.put(name, input);
    }

    /// The answer has to call a tool.
    ///
    /// @param name of the tool; empty for any, which is the first
    /// @throws SimRefusal when there is no such tool
    public void forceTool(Optional<String> name) throws SimRefusal {
        forcedTool = name.or(() -> tools.keySet().stream().findFirst());
        if (!tools.containsKey(forcedTool.orElse(""))) {
            throw SimRefusal.invalid("the tool that must be called is not among the tools");
        }
    }

    /// The answer has to be JSON.
    ///
    /// @param json what it has to keep to
    public void schema(JsonNode json) {
        schema = Optional.of(json);
    }

    /// The answer has to be some JSON object.
    public void anyObject() {
        schema(JsonNodeFactory.instance.objectNode());
    }

    public Prompt finish(String lastUserText, int maxTokens, List<String> stops) {
        return new Prompt(texts, images, tools, forcedTool, schema, lastUserText, maxTokens, stops);
    }
}
