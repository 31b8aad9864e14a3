package dev.tollgate.bench.plain;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.runtime.ProxyFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/// The least a proxy can do: one call of an upstream by the JDK's client, its answer passed on.
public final class PlainProxyLambda implements ProxyFunction {
    private static final byte[] PRELUDE =
            "{\"statusCode\":200,\"headers\":{}}\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.UTF_8);

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI upstream =
            URI.create(Settings.ofEnvironment().required(Setting.DYNAMODB_ENDPOINT))
                    .resolve("/bedrock/model/plain/converse");

    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context)
            throws IOException {
        var request =
                HttpRequest.newBuilder(upstream)
                        .POST(BodyPublishers.ofByteArray(event.readAllBytes()))
                        .build();
        try {
            byte[] answer = client.send(request, BodyHandlers.ofByteArray()).body();
            out.write(PRELUDE);
            out.write(answer);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(e.getMessage());
        }
        out.close();
    }

    @Override
    public void close() {
        client.close();
    }
}
