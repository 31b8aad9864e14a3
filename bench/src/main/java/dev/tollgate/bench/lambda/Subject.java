package dev.tollgate.bench.lambda;

import dev.tollgate.authorizer.AuthorizerFunction;
import dev.tollgate.bench.plain.PlainLambda;
import dev.tollgate.bench.plain.PlainProxyLambda;
import dev.tollgate.control.ControlFunction;
import dev.tollgate.llmproxy.LlmProxyFunction;

/// What is measured: a kind of call of a function, or of a plain one beside it.
///
/// @param module whose deployment package is started
/// @param scene the call, by its place in the function's rehearsal
/// @param plain beside the function on the class path, in place of it
record Subject(String name, String module, Class<?> function, Class<?> plain, int scene) {
    private static final String PROXY = "functions/llm-proxy";

    static final Subject CONVERSE = proxy("proxy, Bedrock, whole", 0);
    static final Subject CONVERSE_STREAM = proxy("proxy, Bedrock, stream", 1);
    static final Subject TRANSLATED = proxy("proxy, OpenAI, whole", 5);
    static final Subject TOKEN =
            new Subject("authorizer, token", "authorizer", AuthorizerFunction.class, 0);
    static final Subject KEY =
            new Subject("authorizer, virtual key", "authorizer", AuthorizerFunction.class, 3);
    static final Subject USAGE =
            new Subject("control, usage", "functions/control", ControlFunction.class, 0);
    static final Subject PLAIN =
            new Subject("plain handler", PROXY, LlmProxyFunction.class, PlainLambda.class, 0);
    static final Subject PLAIN_PROXY =
            new Subject(
                    "plain handler, one HTTP call",
                    PROXY,
                    LlmProxyFunction.class,
                    PlainProxyLambda.class,
                    0);

    private Subject(String name, String module, Class<?> function, int scene) {
        this(name, module, function, function, scene);
    }

    private static Subject proxy(String name, int scene) {
        return new Subject(name, PROXY, LlmProxyFunction.class, scene);
    }

    boolean isPlain() {
        return plain != function;
    }
}
