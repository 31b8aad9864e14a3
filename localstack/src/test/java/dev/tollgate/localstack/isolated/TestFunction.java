package dev.tollgate.localstack.isolated;

import com.amazonaws.services.lambda.runtime.Context;
import dev.tollgate.runtime.ProxyFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Does what its event says; runs in the environments that the tests start.
public final class TestFunction implements ProxyFunction {
    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context)
            throws IOException {
        String what = new String(event.readAllBytes(), StandardCharsets.UTF_8);
        switch (what) {
            case "pid" -> write(out, Long.toString(ProcessHandle.current().pid()));
            case "fail" -> throw new IllegalStateException("a secret detail");
            case "fail late" -> {
                write(out, "begun");
                throw new IllegalStateException("a secret detail");
            }
            case "exit" -> Runtime.getRuntime().halt(3);
            case "exit late" -> {
                write(out, "begun");
                Runtime.getRuntime().halt(3);
            }
            case "pour" -> pour(out);
            case "hang" -> {
                write(out, "begun");
                hang();
            }
            default -> throw new IOException("unknown: " + what);
        }
    }

    @Override
    public void close() {}

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    /// Until nobody reads.
    private static void pour(OutputStream out) throws IOException {
        while (true) {
            write(out, "x".repeat(1000));
        }
    }

    private static void hang() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
