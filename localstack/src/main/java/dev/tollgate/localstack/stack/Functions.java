package dev.tollgate.localstack.stack;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.authorizer.AuthorizerFunction;
import dev.tollgate.control.ControlFunction;
import dev.tollgate.core.config.Settings;
import dev.tollgate.llmproxy.LlmProxyFunction;
import java.util.Map;

/// The functions as Lambda would run them, in this process, by the names that the contract gives
/// them.
record Functions(Map<String, RequestStreamHandler> byName, RequestStreamHandler authorizer) {
    static Functions start(Settings settings) {
        return new Functions(
                Map.of(
                        "llm-proxy", new LlmProxyFunction(settings),
                        "control", new ControlFunction(settings)),
                new AuthorizerFunction(settings));
    }
}
