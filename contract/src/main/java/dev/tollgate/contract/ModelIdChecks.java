package dev.tollgate.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.contract.errors.RawCalls;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/// Model ids in paths, as SDKs encode them: decoded once, by the function alone, and no other
/// route's. No tenant has these, so the refusal shows what arrived. What is encoded twice, or has
/// no business in an id, is among the errors.
final class ModelIdChecks implements Area {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Target target;
    private final Caller caller;

    ModelIdChecks(Target target) {
        this.target = target;
        this.caller = Caller.of(target);
    }

    @Override
    public String name() {
        return "model ids";
    }

    @Override
    public Stream<Check> checks() {
        var ids = new LinkedHashMap<String, String>();
        ids.put("vendor.model-v1%3A0", "vendor.model-v1:0");
        ids.put("vendor.model-v1%3a0", "vendor.model-v1:0");
        ids.put("vendor.model-v1:0", "vendor.model-v1:0");
        ids.put("vendor%2Fmodel", "vendor/model");
        ids.put(
                "arn%3Aaws%3Abedrock%3Aeu-west-1%3A1%3Aprofile%2Fa%3Ab",
                "arn:aws:bedrock:eu-west-1:1:profile/a:b");
        return ids.entrySet().stream()
                .map(id ->
                        new Check(
                                id.getKey() + " arrives as " + id.getValue(),
                                () -> assertArrives(id.getKey(), id.getValue())));
    }

    private void assertArrives(String sent, String meant) throws Exception {
        HttpResponse<byte[]> answer =
                caller.send(
                        "/model/" + sent + "/converse",
                        target.caller(),
                        Map.of(),
                        RawCalls.saying("hello"));
        JsonNode body = JSON.readTree(answer.body());
        assertEquals(404, answer.statusCode(), body.toString());
        assertEquals("unknown_model", body.at("/error/code").asText());
        String message = body.path("message").asText();
        assertTrue(message.contains("no model alias " + meant + ";"), message);
    }
}
