package dev.tollgate.llmproxy.dialect.anthropic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.config.Modality;
import dev.tollgate.core.config.ModelFacts;
import dev.tollgate.llmproxy.dialect.ModelCard;
import dev.tollgate.llmproxy.json.StrictJson;
import java.util.List;
import java.util.Set;

/// Models as Anthropic lists them (Anthropic API reference, "Models"), with a member of ours for
/// what they cost, which SDKs pass over.
final class ModelInfos {
    /// What its reference says where a model's day is not known.
    private static final String UNKNOWN_DAY = "1970-01-01T00:00:00Z";

    private ModelInfos() {}

    static ObjectNode list(ModelPage page) {
        List<ModelCard> models = page.models();
        ObjectNode list = StrictJson.newObject();
        var data = list.putArray("data");
        models.forEach(model -> data.add(info(model)));
        return list.put("has_more", page.more())
                .put("first_id", models.isEmpty() ? null : models.getFirst().alias())
                .put("last_id", models.isEmpty() ? null : models.getLast().alias());
    }

    static ObjectNode info(ModelCard model) {
        ModelFacts facts = model.facts();
        ObjectNode info =
                StrictJson.newObject()
                        .put("type", "model")
                        .put("id", model.alias())
                        .put("display_name", model.alias())
                        .put("created_at", UNKNOWN_DAY)
                        .put("max_input_tokens", facts.contextTokens())
                        .put("max_tokens", model.target().maxOutputTokens());
        if (!facts.input().isEmpty()) {
            ObjectNode capabilities = info.putObject("capabilities");
            supported("image_input", Modality.IMAGE, facts.input(), capabilities);
            supported("pdf_input", Modality.DOCUMENT, facts.input(), capabilities);
        }
        if (!model.dollars().isEmpty()) {
            ObjectNode dollars = info.putObject("dollars_per_million_tokens");
            model.dollars().forEach(dollars::put);
        }
        return info;
    }

    private static void supported(
            String name, Modality modality, Set<Modality> read, ObjectNode capabilities) {
        capabilities.putObject(name).put("supported", read.contains(modality));
    }
}
