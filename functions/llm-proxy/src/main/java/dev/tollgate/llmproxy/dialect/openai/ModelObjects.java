package dev.tollgate.llmproxy.dialect.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Price;
import dev.tollgate.llmproxy.dialect.ModelCard;
import dev.tollgate.llmproxy.json.StrictJson;
import java.util.List;
import java.util.Map;

/// Models as OpenAI lists them (OpenAI API reference, "Models"), with members of ours for what they
/// cost and how much they write, which SDKs pass over.
final class ModelObjects {
    private ModelObjects() {}

    static byte[] list(List<ModelCard> models) {
        ObjectNode list = StrictJson.newObject().put("object", "list");
        var data = list.putArray("data");
        models.forEach(model -> data.add(object(model)));
        return StrictJson.write(list);
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
        Price price = model.price();
        if (price != null) {
            ObjectNode dollars = object.putObject("dollars_per_million_tokens");
            price.nanosPerMillion().entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(rate ->
                            dollars.put(
                                    rate.getKey().word(), new Money(rate.getValue()).dollars()));
        }
        return object;
    }
}
