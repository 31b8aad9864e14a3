package dev.tollgate.control.priming;

import dev.tollgate.aws.priming.RecordedTables;
import dev.tollgate.aws.priming.RecordedTenant;
import dev.tollgate.control.ControlFunction;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.Settings;
import dev.tollgate.runtime.LambdaFunction;
import dev.tollgate.runtime.priming.GatewayEvent;
import dev.tollgate.runtime.priming.Rehearsal;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Map;

/// A user asks where the limits stand.
@Singleton
final class ControlRehearsal implements Rehearsal {
    @Override
    public Stage stage(URI origin) {
        var tables =
                new RecordedTables()
                        .with(PlatformConfig.EMPTY)
                        .with(RecordedTenant.config(Map.of()));
        byte[] usage =
                new GatewayEvent("GET", "/v1/usage", "/v1/usage", Map.of())
                        .call(RecordedTenant.user(), null);
        return new Stage(
                RecordedTables.settings(origin),
                question -> Reply.json(tables.answer(question.target(), question.body())),
                List.of(new Scene(usage, "\"resetsAt\":")));
    }

    @Override
    public LambdaFunction start(Settings settings) {
        return new ControlFunction(settings);
    }
}
