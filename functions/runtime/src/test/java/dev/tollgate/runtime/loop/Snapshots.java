package dev.tollgate.runtime.loop;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.crac.Core;
import org.crac.Resource;

/// A function two parts of which want to know of snapshots; answers what they were told.
public final class Snapshots implements RequestStreamHandler {
    private final List<String> told = new ArrayList<>();

    /// Held here, since `org.crac` does not.
    private final List<Resource> parts = List.of(new Part("a"), new Part("b"));

    public Snapshots() {
        parts.forEach(Core.getGlobalContext()::register);
    }

    @Override
    public void handleRequest(InputStream event, OutputStream out, Context context)
            throws IOException {
        out.write(told.toString().getBytes(StandardCharsets.UTF_8));
    }

    private final class Part implements Resource {
        private final String name;

        Part(String name) {
            this.name = name;
        }

        @Override
        public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
            told.add("before " + name);
        }

        @Override
        public void afterRestore(org.crac.Context<? extends Resource> context) {
            told.add("after " + name);
        }
    }
}
