package dev.tollgate.localstack.simulator.openai;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.simulator.play.Script;
import dev.tollgate.localstack.simulator.play.SimRefusal;
import java.util.List;

/// What Azure's content filter adds to completions (Azure OpenAI guide, "Content filtering"): its
/// results beside prompt and answer, and its refusal, which a scripted status of 400 plays.
final class ContentFilter {
    static final String CODE = "content_filter";

    private static final List<String> CATEGORIES =
            List.of("hate", "self_harm", "sexual", "violence");

    /// @throws SimRefusal where the script lets the filter refuse the prompt
    void look(Script script) throws SimRefusal {
        if (script.status().orElse(0) == 400) {
            throw new SimRefusal(
                    400,
                    CODE,
                    "The prompt was filtered by the content management policy; change it and try"
                            + " again");
        }
    }

    /// The first chunk of a stream: of the prompt alone, without a choice.
    ObjectNode firstChunk() {
        ObjectNode chunk =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("id", "")
                        .put("object", "")
                        .put("created", 0)
                        .put("model", "");
        chunk.putArray("choices");
        prompt(chunk);
        return chunk;
    }

    /// Puts its results into a whole answer.
    void mark(ObjectNode answer) {
        prompt(answer);
        answer.path("choices")
                .forEach(choice -> results((ObjectNode) choice, "content_filter_results"));
    }

    /// Puts what it found into the answer that refuses the prompt.
    static void explain(ObjectNode error) {
        ObjectNode inner = error.put("param", "prompt").put("status", 400).putObject("innererror");
        inner.put("code", "ResponsibleAIPolicyViolation");
        results(inner, "content_filter_result");
    }

    private static void prompt(ObjectNode holder) {
        ObjectNode found = holder.putArray("prompt_filter_results").addObject();
        results(found.put("prompt_index", 0), "content_filter_results");
    }

    private static void results(ObjectNode holder, String name) {
        ObjectNode results = holder.putObject(name);
        for (String category : CATEGORIES) {
            results.putObject(category).put("filtered", false).put("severity", "safe");
        }
    }
}
