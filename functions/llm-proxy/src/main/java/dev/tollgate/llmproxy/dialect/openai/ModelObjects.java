package dev.tollgate.llmproxy.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.config.Modality;
import dev.tollgate.core.config.ModelFacts;
import dev.tollgate.llmproxy.dialect.ModelCard;
import dev.tollgate.llmproxy.json.StrictJson;
import java.util.List;
import java.util.Set;

/// Models as OpenAI lists them (OpenAI API reference, "Models"), with members of ours for what they
/// cost, take and write, which SDKs pass over.
final class ModelObjects {
    private ModelObjects() {}

    static ObjectNode list(List<ModelCard> models) {
        ObjectNode list = StrictJson.newObject().put("object", "list");
        var data = list.putArray("data");
        models.forEach(model -> data.add(object(model)));
        return list;
    }

    /// When a model was made is not known here, so it is said to be made at the epoch.
    static ObjectNode object(ModelCard model) {
        ObjectNode object =
                StrictJson.newObject()
                        .put("id", model.alias())
                        .put("object", "model")
                        .put("created", 0)
                        .put("owned_by", model.target().provider())
                        .put("max_output_tokens", model.target().maxOutputTokens());
        ModelFacts facts = model.facts();
        if (facts.contextTokens() != null) {
            object.put("context_length", facts.contextTokens());
        }
        modalities("input_modalities", facts.input(), object);
        modalities("output_modalities", facts.output(), object);
        if (!model.dollars().isEmpty()) {
            ObjectNode dollars = object.putObject("dollars_per_million_tokens");
            model.dollars().forEach(dollars::put);
        }
        return object;
    }

    private static void modalities(String name, Set<Modality> modalities, ObjectNode object) {
        if (!modalities.isEmpty()) {
            var list = object.putArray(name);
            modalities.stream().sorted().map(Modality::word).forEach(list::add);
        }
    }
}
