package dev.tollgate.runtime.priming;

import dev.tollgate.core.config.LambdaVariable;
import dev.tollgate.core.config.Settings;
import dev.tollgate.runtime.LambdaFunction;
import dev.tollgate.runtime.loop.RuntimeLoop;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.crac.Core;
import org.crac.Resource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Plays a function's [Rehearsal] before its snapshot is taken: the real path, through the runtime
/// loop, every adapter and HTTP client, against this process's own loopback. Classes are loaded and
/// hot code is compiled by then; nothing else is left of it. The second instance is closed, no
/// socket stays open, and the instance that will serve has neither cached nor resolved anything.
///
/// Does so only where Lambda says that it starts the process for a snapshot. A rehearsal that fails
/// is a warning: the function would serve, and its first call be slow, whereas a failing hook stops
/// the deployment.
@Context
final class Priming implements Resource {
    /// The first loads the classes; the others let the compiler see what is used in every call. For
    /// the proxy all of them take about two seconds of one processor, when a version is published.
    static final int ROUNDS = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Priming.class);

    private final BeanProvider<Rehearsal> rehearsal;

    Priming(Settings settings, BeanProvider<Rehearsal> rehearsal) {
        this.rehearsal = rehearsal;
        if (rehearsal.isPresent() && settings.startsForSnapshot()) {
            register();
        }
    }

    @Override
    public void beforeCheckpoint(org.crac.Context<? extends Resource> context) {
        PrintStream console = System.out;
        // Log lines and counters are made as ever, but of calls that nobody made.
        System.setOut(
                new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            play(rehearsal.get());
        } catch (IOException | RuntimeException | LinkageError e) {
            System.setOut(console);
            LOG.warn("not primed: the first call after a restore will be slow", e);
        } finally {
            System.setOut(console);
        }
        // What the rehearsal left on the heap would be stored, and fetched by each restore.
        System.gc();
    }

    /// Nothing to do: what served the rehearsal has ended.
    @Override
    public void afterRestore(org.crac.Context<? extends Resource> context) {}

    private void register() {
        Core.getGlobalContext().register(this);
    }

    private static void play(Rehearsal rehearsal) throws IOException {
        try (var loopback = Loopback.open()) {
            Rehearsal.Stage stage = rehearsal.stage(loopback.origin());
            var script = new Script(stage.scenes(), ROUNDS);
            loopback.serve(script, stage.outside());
            Map<String, String> variables = new HashMap<>(stage.settings());
            variables.put(LambdaVariable.RUNTIME_API.key(), loopback.origin().getAuthority());
            Settings settings = Settings.of(variables);
            try (LambdaFunction function = rehearsal.start(settings)) {
                RuntimeLoop.of(settings, function).run();
            } catch (IOException e) {
                script.requirePlayed(e);
            }
        }
    }
}
