package dev.tollgate.runtime.loop;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import dev.tollgate.core.config.LambdaVariable;
import dev.tollgate.core.config.Settings;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The process of one function in Lambda: starts the class that `_HANDLER` names and serves until
/// Lambda ends it. Exits with 1 when the function does not start or the Runtime API goes away, with
/// 64 when a snapshot of it or a restored process is not fit to serve.
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);
    private static final int FAILED = 1;
    private static final int UNFIT = 64;

    private Main() {}

    public static void main(String[] arguments) {
        int exit = FAILED;
        try {
            Settings settings = Settings.ofEnvironment();
            exit = serve(settings, RuntimeApi.at(settings.required(LambdaVariable.RUNTIME_API)));
        } catch (IOException | RuntimeException | Error e) {
            LOG.error("the runtime ends", e);
        }
        // Not by returning: a function's threads may be no daemons.
        System.exit(exit);
    }

    private static int serve(Settings settings, RuntimeApi api) throws IOException {
        boolean snapshot = settings.startsForSnapshot();
        if (snapshot) {
            SnapStart.prepare();
        }
        RequestStreamHandler function;
        try {
            function = function(settings.required(LambdaVariable.HANDLER));
        } catch (ReflectiveOperationException | RuntimeException | Error e) {
            LOG.error("the function does not start", e);
            api.initFailed(Failure.atStart("Runtime.InitError", e));
            return FAILED;
        }
        if (snapshot && !SnapStart.snapshot(api)) {
            return UNFIT;
        }
        RuntimeLoop.of(settings, function).run();
        return FAILED;
    }

    private static RequestStreamHandler function(String handler)
            throws ReflectiveOperationException {
        return Class.forName(handler.split("::", 2)[0])
                .asSubclass(RequestStreamHandler.class)
                .getDeclaredConstructor()
                .newInstance();
    }
}
