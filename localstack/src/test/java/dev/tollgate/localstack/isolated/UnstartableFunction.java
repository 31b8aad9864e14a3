package dev.tollgate.localstack.isolated;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.InputStream;
import java.io.OutputStream;

/// A function whose configuration is wrong.
public final class UnstartableFunction implements RequestStreamHandler {
    public UnstartableFunction() {
        throw new IllegalStateException("the variable SO_AND_SO is not set");
    }

    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context) {
        throw new AssertionError("never called");
    }
}
