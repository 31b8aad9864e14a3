package dev.tollgate.localstack.simulator.bedrock;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.simulator.bedrock.SimulatedGuardrail.Judgement;
import dev.tollgate.localstack.simulator.play.Members;
import dev.tollgate.localstack.simulator.play.Script;
import dev.tollgate.localstack.simulator.play.SimRefusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// One request to a guardrail, read and judged (Bedrock API reference, `ApplyGuardrail`). A unit is
/// up to 1,000 characters of all text together.
///
/// @param texts of the content, in its order
record ApplyGuardrail(
        SimulatedGuardrail guardrail, String version, List<String> texts, int images) {
    private static final Set<String> SOURCES = Set.of("INPUT", "OUTPUT");
    private static final Set<String> SCOPES = Set.of("INTERVENTIONS", "FULL");
    private static final List<String> UNITS =
            List.of(
                    "topicPolicyUnits",
                    "contentPolicyUnits",
                    "wordPolicyUnits",
                    "sensitiveInformationPolicyUnits",
                    "sensitiveInformationPolicyFreeUnits",
                    "contextualGroundingPolicyUnits");
    private static final String IMAGE_UNITS = "contentPolicyImageUnits";
    private static final String CONTENT_UNITS = "contentPolicyUnits";
    private static final int UNIT = 1000;
    private static final int MILLIS = 12;

    /// @throws SimRefusal for a guardrail that is not there, or a body that is wrong
    static ApplyGuardrail read(String id, String version, Members body) throws SimRefusal {
        SimulatedGuardrail guardrail =
                SimulatedGuardrail.of(id, version)
                        .orElseThrow(() ->
                                new SimRefusal(
                                        404,
                                        "",
                                        "The guardrail identifier or version provided in the"
                                                + " request does not exist: "
                                                + id
                                                + ":"
                                                + version));
        oneOf(body, "source", SOURCES);
        if (body.has("outputScope")) {
            oneOf(body, "outputScope", SCOPES);
        }
        var texts = new ArrayList<String>();
        int images = 0;
        for (Members block : body.requiredObjects("content")) {
            if (block.has("text")) {
                texts.add(block.requiredObject("text").requiredText("text"));
            } else {
                Members image = block.requiredObject("image");
                oneOf(image, "format", Set.of("png", "jpeg"));
                image.requiredObject("source").requiredText("bytes");
                images++;
            }
        }
        return new ApplyGuardrail(guardrail, version, texts, images);
    }

    private static void oneOf(Members members, String name, Set<String> words) throws SimRefusal {
        if (!words.contains(members.requiredText(name))) {
            throw members.wrong(
                    name, "one of " + String.join(", ", words.stream().sorted().toList()));
        }
    }

    /// What its text asks the simulator to do besides.
    Script script(String simulator) throws SimRefusal {
        return Script.of(String.join("\n", texts), simulator);
    }

    /// @param usage whether the answer says what it took
    JsonNode answer(boolean usage) {
        Judgement judgement = guardrail.judge(texts);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        if (usage) {
            answer.set("usage", usage());
        }
        answer.put("action", judgement.intervened() ? "GUARDRAIL_INTERVENED" : "NONE");
        answer.put("actionReason", judgement.intervened() ? judgement.reason() : "No action.");
        var outputs = answer.putArray("outputs");
        judgement.outputs().forEach(text -> outputs.addObject().put("text", text));
        ObjectNode assessment = judgement.assessment().deepCopy();
        ObjectNode metrics = assessment.putObject("invocationMetrics");
        metrics.put("guardrailProcessingLatency", MILLIS);
        if (usage) {
            metrics.set("usage", usage());
        }
        metrics.set("guardrailCoverage", coverage());
        ObjectNode applied = assessment.putObject("appliedGuardrailDetails");
        applied.put("guardrailId", guardrail.id()).put("guardrailVersion", version);
        applied.put("guardrailArn", SimulatedGuardrail.ARNS + guardrail.id());
        applied.putArray("guardrailOrigin").add("REQUEST");
        applied.put("guardrailOwnership", "SELF");
        answer.putArray("assessments").add(assessment);
        answer.set("guardrailCoverage", coverage());
        return answer;
    }

    private ObjectNode usage() {
        ObjectNode usage = JsonNodeFactory.instance.objectNode();
        int units = Math.ceilDiv(characters(), UNIT);
        UNITS.forEach(name -> usage.put(name, guardrail.units().contains(name) ? units : 0));
        usage.put(IMAGE_UNITS, guardrail.units().contains(CONTENT_UNITS) ? images : 0);
        return usage;
    }

    private ObjectNode coverage() {
        int seen = guardrail.units().contains(CONTENT_UNITS) ? images : 0;
        ObjectNode coverage = JsonNodeFactory.instance.objectNode();
        coverage.putObject("textCharacters")
                .put("guarded", characters())
                .put("total", characters());
        coverage.putObject("images").put("guarded", seen).put("total", images);
        return coverage;
    }

    private int characters() {
        return texts.stream().mapToInt(text -> text.codePointCount(0, text.length())).sum();
    }
}
