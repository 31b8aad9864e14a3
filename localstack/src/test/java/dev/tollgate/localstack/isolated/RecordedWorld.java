package dev.tollgate.localstack.isolated;

import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.runtime.FunctionContext;
import dev.tollgate.runtime.priming.Loopback;
import dev.tollgate.runtime.priming.Rehearsal;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Store, upstream and issuer of one function, answering as they were recorded for its rehearsal;
/// remembers what it was asked.
final class RecordedWorld implements AutoCloseable {
    private static final Settings ANY =
            Settings.of(
                    Map.of(
                            Setting.REGION.key(), "us-east-1",
                            Setting.TENANT_TABLE.key(), "any",
                            Setting.PLATFORM_TABLE.key(), "any",
                            Setting.KEY_PEPPER_PARAMETER.key(), "any"));

    private final ConcurrentLinkedQueue<String> asked = new ConcurrentLinkedQueue<>();
    private final Loopback loopback = Loopback.open();
    private final Rehearsal.Stage stage;

    RecordedWorld(Class<?> function) throws IOException {
        try (ApplicationContext context = FunctionContext.start(ANY, function)) {
            stage = context.getBean(Rehearsal.class).stage(loopback.origin());
        }
        loopback.serve(question -> {
            asked.add(new String(question.body(), StandardCharsets.UTF_8));
            return stage.outside().reply(question);
        });
    }

    /// By which the function finds this world.
    Map<String, String> variables() {
        return stage.settings();
    }

    Rehearsal.Scene scene(int number) {
        return stage.scenes().get(number);
    }

    /// The bodies of all requests so far.
    List<String> asked() {
        return List.copyOf(asked);
    }

    @Override
    public void close() {
        loopback.close();
    }
}
