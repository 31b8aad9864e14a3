package dev.tollgate.bench.plain;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tollgate.runtime.ProxyFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// The least a function can do: bytes in, prelude and the same bytes out. No framework, no JSON.
public final class PlainLambda implements ProxyFunction {
    private static final byte[] PRELUDE =
            "{\"statusCode\":200,\"headers\":{}}\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.UTF_8);

    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context)
            throws IOException {
        out.write(PRELUDE);
        event.transferTo(out);
        out.close();
    }

    @Override
    public void close() {}
}
