package dev.tollgate.runtime.loop;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/// A function that does not survive one.
public final class UnfitAfter implements RequestStreamHandler, Resource {
    @SuppressWarnings("this-escape")
    public UnfitAfter() {
        Core.getGlobalContext().register(this);
    }

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {}

    @Override
    public void afterRestore(Context<? extends Resource> context) throws IOException {
        throw new IOException("nobody there");
    }

    @Override
    public void handleRequest(
            InputStream event,
            OutputStream out,
            com.amazonaws.services.lambda.runtime.Context context) {
        throw new AssertionError("never called");
    }
}
