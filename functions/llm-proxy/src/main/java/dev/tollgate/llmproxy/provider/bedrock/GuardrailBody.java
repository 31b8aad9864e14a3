package dev.tollgate.llmproxy.provider.bedrock;

import dev.tollgate.llmproxy.json.JsonField;
import dev.tollgate.llmproxy.provider.GuardrailBound;
import java.util.List;
import java.util.Set;

/// ApplyGuardrail requests on their way to Bedrock. Only what bounds a call is read; the rest is
/// Bedrock's to judge. Refused is what no bound covers.
final class GuardrailBody {
    private static final List<String> SOURCES = List.of("INPUT", "OUTPUT");
    private static final List<String> SCOPES = List.of("INTERVENTIONS", "FULL");

    /// What a block can be whose units are known.
    private static final Set<String> BLOCKS = Set.of("text", "image");

    private GuardrailBody() {}

    static GuardrailBound bound(JsonField root) {
        oneOf(SOURCES, root.required("source"));
        root.member("outputScope").ifPresent(scope -> oneOf(SCOPES, scope));
        JsonField content = root.required("content");
        List<JsonField> blocks = content.items();
        if (blocks.isEmpty()) {
            throw content.wrong("must have one block or more");
        }
        long text = 0;
        long images = 0;
        for (JsonField block : blocks) {
            block.carriesOnly(BLOCKS);
            JsonField only = block.only();
            if (only.name().equals("text")) {
                text += GuardrailBound.unitsOf(only.required("text").text());
            } else {
                inline(only);
                images++;
            }
        }
        return new GuardrailBound(Math.max(1, text), images);
    }

    private static void oneOf(List<String> words, JsonField field) {
        if (!words.contains(field.text())) {
            throw field.wrong("must be " + String.join(" or ", words));
        }
    }

    /// Refuses an image that is elsewhere: it may be more than one.
    private static void inline(JsonField image) {
        JsonField source = image.required("source");
        source.carriesOnly(Set.of("bytes"));
        source.required("bytes").text();
    }
}
