package dev.tollgate.control;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tollgate.core.config.Settings;
import dev.tollgate.runtime.ProxyFunction;
import dev.tollgate.runtime.StreamingFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The function behind the self-service routes, as Lambda calls it. Thread-safe.
public final class ControlFunction implements ProxyFunction {
    private final StreamingFunction function;

    public ControlFunction() {
        this(Settings.ofEnvironment());
    }

    public ControlFunction(Settings settings) {
        function = StreamingFunction.start(settings, ControlFunction.class);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream out, Context lambda)
            throws IOException {
        function.handleRequest(event, out, lambda);
    }

    @Override
    public void close() {
        function.close();
    }
}
