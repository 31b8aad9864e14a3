package dev.tollgate.control.priming;

import dev.tollgate.aws.priming.RecordedSessions;
import dev.tollgate.aws.priming.RecordedTables;
import dev.tollgate.aws.priming.RecordedTenant;
import dev.tollgate.control.ControlFunction;
import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.Settings;
import dev.tollgate.runtime.LambdaFunction;
import dev.tollgate.runtime.priming.GatewayEvent;
import dev.tollgate.runtime.priming.Rehearsal;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A user asks where the limits stand.
@Singleton
final class ControlRehearsal implements Rehearsal {
    private final RecordedSessions sessions;

    ControlRehearsal(IdSource ids, Clock clock) {
        this.sessions = new RecordedSessions(ids, clock);
    }

    @Override
    public Stage stage(URI origin) {
        var tables =
                new RecordedTables()
                        .with(PlatformConfig.EMPTY)
                        .with(RecordedTenant.config(Map.of()));
        byte[] usage =
                new GatewayEvent("GET", "/v1/usage", "/v1/usage", Map.of())
                        .call(RecordedTenant.user(), null);
        var settings = new HashMap<>(RecordedTables.settings(origin));
        settings.putAll(RecordedSessions.settings(origin));
        return new Stage(
                settings,
                question -> reply(tables, question),
                List.of(new Scene(usage, "\"resetsAt\":")));
    }

    @Override
    public LambdaFunction start(Settings settings) {
        return new ControlFunction(settings);
    }

    private Reply reply(RecordedTables tables, Question question) {
        return RecordedSessions.answers(question.body())
                ? new Reply(RecordedSessions.CONTENT_TYPE, List.of(sessions.answer()))
                : Reply.json(tables.answer(question.target(), question.body()));
    }
}
