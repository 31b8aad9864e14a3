package dev.tollgate.localstack.simulator.bedrock;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Guardrails whose judgement everybody can foresee. Each has the versions `DRAFT` and `1`.
enum SimulatedGuardrail {
    /// Masks e-mail addresses.
    MASK("simmask") {
        @Override
        Set<String> units() {
            return Set.of("sensitiveInformationPolicyUnits");
        }

        @Override
        Judgement judge(List<String> texts) {
            var found = new ArrayList<String>();
            var masked = new ArrayList<String>();
            for (String text : texts) {
                EMAIL.matcher(text).results().forEach(match -> found.add(match.group()));
                masked.add(EMAIL.matcher(text).replaceAll("{EMAIL}"));
            }
            ObjectNode assessment = JsonNodeFactory.instance.objectNode();
            var entities = assessment.putObject("sensitiveInformationPolicy");
            entities.putArray("regexes");
            var list = entities.putArray("piiEntities");
            found.forEach(match ->
                    list.addObject()
                            .put("type", "EMAIL")
                            .put("match", match)
                            .put("action", "ANONYMIZED")
                            .put("detected", true));
            return found.isEmpty()
                    ? Judgement.NONE
                    : new Judgement("Guardrail masked.", masked, assessment);
        }
    },
    /// Blocks everything that holds the word `forbidden`; its content filters let everything pass.
    BLOCK("simblock") {
        @Override
        Set<String> units() {
            return Set.of("wordPolicyUnits", "contentPolicyUnits");
        }

        @Override
        Judgement judge(List<String> texts) {
            if (texts.stream().noneMatch(text -> WORD.matcher(text).find())) {
                return Judgement.NONE;
            }
            ObjectNode assessment = JsonNodeFactory.instance.objectNode();
            var words = assessment.putObject("wordPolicy");
            words.putArray("managedWordLists");
            words.putArray("customWords")
                    .addObject()
                    .put("match", "forbidden")
                    .put("action", "BLOCKED")
                    .put("detected", true);
            return new Judgement(
                    "Guardrail blocked.",
                    List.of("Sorry, the guardrail has blocked this."),
                    assessment);
        }
    };

    /// What the ARNs of guardrails begin with.
    static final String ARNS = "arn:aws:bedrock:us-east-1:000000000000:guardrail/";

    private static final Set<String> VERSIONS = Set.of("DRAFT", "1");
    private static final Pattern EMAIL =
            Pattern.compile("[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9.-]{1,255}\\.[A-Za-z]{2,}");
    private static final Pattern WORD = Pattern.compile("\\bforbidden\\b");

    private final String id;

    SimulatedGuardrail(String id) {
        this.id = id;
    }

    /// What it has to say of a content.
    ///
    /// @param reason empty when it lets it pass
    /// @param outputs what may be shown in place of the content
    record Judgement(String reason, List<String> outputs, ObjectNode assessment) {
        static final Judgement NONE =
                new Judgement("", List.of(), JsonNodeFactory.instance.objectNode());

        boolean intervened() {
            return !reason.isEmpty();
        }
    }

    /// @return empty when there is none of the id, or not in the version
    static Optional<SimulatedGuardrail> of(String id, String version) {
        return Arrays.stream(values())
                .filter(one -> one.id.equals(id) && VERSIONS.contains(version))
                .findFirst();
    }

    /// ARNs of all of them.
    static List<String> arns() {
        return Arrays.stream(values()).map(one -> ARNS + one.id).toList();
    }

    /// The policies that it has, by the name of their units in usage.
    abstract Set<String> units();

    abstract Judgement judge(List<String> texts);

    String id() {
        return id;
    }
}
