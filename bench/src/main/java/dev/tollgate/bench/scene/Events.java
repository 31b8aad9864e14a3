package dev.tollgate.bench.scene;

import dev.tollgate.runtime.priming.GatewayEvent;
import dev.tollgate.testkit.Fixtures;
import java.util.Map;

/// Calls of the Bedrock runtime as API Gateway sends them to the functions.
public final class Events {
    private Events() {}

    /// A call by Alice's token, admitted by the authorizer.
    ///
    /// @param operation `converse` or `converse-stream`
    public static byte[] proxy(String alias, String operation, byte[] body) {
        return event(alias, operation).call(Fixtures.alice(), body);
    }

    /// The same call, as its authorizer is asked.
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
