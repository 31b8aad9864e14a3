package dev.tollgate.bench.scene;

import dev.tollgate.runtime.priming.GatewayEvent;
import dev.tollgate.testkit.Fixtures;
import java.util.Map;

/// Calls as API Gateway sends them to the functions.
public final class Events {
    private Events() {}

    /// A call of the Bedrock runtime by Alice's token, admitted by the authorizer.
    ///
    /// @param operation `converse` or `converse-stream`
    public static byte[] proxy(String alias, String operation, byte[] body) {
        return event(alias, operation).call(Fixtures.alice(), body);
    }

    /// A call of OpenAI's chat completions by the same.
    public static byte[] chat(byte[] body) {
        String path = "/v1/chat/completions";
        return new GatewayEvent("POST", path, path, Map.of()).call(Fixtures.alice(), body);
    }

    /// A call of the Bedrock runtime, as its authorizer is asked.
    ///
    /// @param credential the value of `Authorization`
    public static byte[] authorizer(String credential) {
        return event("sim.claude", "converse").question(credential);
    }

    private static GatewayEvent event(String alias, String operation) {
        return new GatewayEvent(
                "POST",
                "/model/{modelId}/" + operation,
                "/model/" + alias + '/' + operation,
                Map.of("modelId", alias));
    }
}
