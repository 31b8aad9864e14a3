package dev.tollgate.infra;

import java.util.Arrays;
import software.amazon.awscdk.Duration;

/// The functions, by their names in the contract.
enum GatewayFunction {
    LLM_PROXY("llm-proxy", "functions/llm-proxy", "dev.tollgate.llmproxy.LlmProxyFunction", true),
    CONTROL("control", "functions/control", "dev.tollgate.control.ControlFunction", true),
    AUTHORIZER("authorizer", "authorizer", "dev.tollgate.authorizer.AuthorizerFunction", false);

    /// The longest that API Gateway lets a streamed answer take.
    private static final Duration STREAM = Duration.minutes(15);

    /// What a buffered method waits, less the time to answer by.
    private static final Duration WAIT = Duration.seconds(28);

    /// Longer than an issuer's key set (2 s to connect, 2 s to read) and the store (4 s) take.
    private static final Duration DECISION = Duration.seconds(15);

    private final String word;
    private final String module;
    private final String handler;
    private final boolean proxy;

    GatewayFunction(String word, String module, String handler, boolean proxy) {
        this.word = word;
        this.module = module;
        this.handler = handler;
        this.proxy = proxy;
    }

    /// @throws IllegalArgumentException when the contract names a function that there is not
    static GatewayFunction of(String word) {
        return Arrays.stream(values())
                .filter(function -> function.word.equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "there is no function "
                                        + word
                                        + "; there are "
                                        + Arrays.stream(values())
                                                .map(GatewayFunction::word)
                                                .toList()));
    }

    String word() {
        return word;
    }

    /// Its Maven module's folder, from the root of the checkout.
    String module() {
        return module;
    }

    /// What Lambda, or the runtime loop in its place, calls: a class, and a method where it is not
    /// `handleRequest`.
    String handler(ResponseMode mode) {
        return proxy && mode == ResponseMode.BUFFERED ? handler + "::handleBuffered" : handler;
    }

    /// Whether it stands behind methods of the API and streams its answer; else it answers the
    /// gateway one document.
    boolean isProxy() {
        return proxy;
    }

    /// At most what its caller waits: what is held for a call that outlives it is let go later.
    Duration timeout(ResponseMode mode) {
        if (!proxy) {
            return DECISION;
        }
        return switch (mode) {
            case STREAM -> STREAM;
            case BUFFERED -> WAIT;
        };
    }
}
