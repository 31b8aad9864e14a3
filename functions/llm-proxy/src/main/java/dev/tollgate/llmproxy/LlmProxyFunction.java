package dev.tollgate.llmproxy;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tollgate.core.config.Settings;
import dev.tollgate.runtime.ProxyFunction;
import dev.tollgate.runtime.StreamingFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// What Lambda calls for model traffic. Thread-safe.
public final class LlmProxyFunction implements ProxyFunction {
    private final StreamingFunction function;

    /// With the process's own environment.
    public LlmProxyFunction() {
        this(Settings.ofEnvironment());
    }

    public LlmProxyFunction(Settings settings) {
        function = StreamingFunction.start(settings, LlmProxyFunction.class);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context)
            throws IOException {
        function.handleRequest(event, out, context);
    }

    @Override
    public void close() {
        function.close();
    }
}
