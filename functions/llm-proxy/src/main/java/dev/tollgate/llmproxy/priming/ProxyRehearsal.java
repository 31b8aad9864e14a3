package dev.tollgate.llmproxy.priming;

import dev.tollgate.aws.priming.RecordedSessions;
import dev.tollgate.aws.priming.RecordedTables;
import dev.tollgate.aws.priming.RecordedTenant;
import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.config.Target;
import dev.tollgate.llmproxy.LlmProxyFunction;
import dev.tollgate.llmproxy.dialect.bedrock.Operation;
import dev.tollgate.runtime.LambdaFunction;
import dev.tollgate.runtime.priming.GatewayEvent;
import dev.tollgate.runtime.priming.Rehearsal;
import jakarta.inject.Singleton;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Every route, buffered and streamed, with a provider of each kind behind it.
@Singleton
final class ProxyRehearsal implements Rehearsal {
    private static final String SECRET = "TOLLGATE_UPSTREAM_REHEARSAL";
    private static final int MOST_TOKENS = 256;

    private final IdSource ids;
    private final RecordedSessions sessions;

    ProxyRehearsal(IdSource ids, Clock clock) {
        this.ids = ids;
        this.sessions = new RecordedSessions(ids, clock);
    }

    @Override
    public Stage stage(URI origin) {
        var providers = new HashMap<String, ProviderConfig>();
        var aliases = new HashMap<String, Route>();
        for (ProviderKind kind : ProviderKind.values()) {
            providers.put(kind.word(), provider(kind, origin));
            aliases.put(kind.word(), Route.to(new Target(kind.word(), model(kind), MOST_TOKENS)));
        }
        aliases.put(GuardrailScene.ALIAS, Route.to(GuardrailScene.TARGET));
        var tables =
                new RecordedTables()
                        .with(
                                new PlatformConfig(
                                        1, List.of(), providers, GuardrailScene.prices(), Map.of()))
                        .with(RecordedTenant.config(aliases));
        var settings = new HashMap<>(RecordedTables.settings(origin));
        settings.putAll(RecordedSessions.settings(origin));
        settings.put(SECRET, ids.next() + ":" + ids.next());
        return new Stage(settings, question -> reply(tables, question), scenes());
    }

    @Override
    public LambdaFunction start(Settings settings) {
        return new LlmProxyFunction(settings);
    }

    private Reply reply(RecordedTables tables, Question question) {
        if (RecordedSessions.answers(question.body())) {
            return new Reply(RecordedSessions.CONTENT_TYPE, List.of(sessions.answer()));
        }
        return RecordedTables.answers(question.target())
                ? Reply.json(tables.answer(question.target(), question.body()))
                : RecordedModels.answer(question);
    }

    private static ProviderConfig provider(ProviderKind kind, URI origin) {
        return new ProviderConfig(
                kind.word(),
                kind,
                origin.resolve("/" + kind.word()),
                kind == ProviderKind.BEDROCK ? "us-east-1" : null,
                "env:" + SECRET,
                MOST_TOKENS);
    }

    private static String model(ProviderKind kind) {
        return switch (kind) {
            case BEDROCK -> "anthropic.rehearsal-v1:0";
            case OPENAI, ANTHROPIC, GEMINI -> "rehearsal";
        };
    }

    private static List<Scene> scenes() {
        var scenes = new ArrayList<Scene>();
        for (ProviderKind kind : ProviderKind.values()) {
            for (Operation operation : operations(kind)) {
                scenes.add(scene(kind.word(), operation));
            }
            scenes.addAll(ChatScenes.of(kind.word()));
        }
        scenes.add(ChatScenes.models());
        scenes.add(GuardrailScene.scene());
        return scenes;
    }

    /// What can be asked of a provider of the kind.
    private static List<Operation> operations(ProviderKind kind) {
        return switch (kind) {
            case BEDROCK ->
                    List.of(
                            Operation.CONVERSE,
                            Operation.CONVERSE_STREAM,
                            Operation.INVOKE,
                            Operation.INVOKE_WITH_RESPONSE_STREAM,
                            Operation.COUNT_TOKENS);
            case OPENAI, ANTHROPIC, GEMINI ->
                    List.of(Operation.CONVERSE, Operation.CONVERSE_STREAM);
        };
    }

    private static Scene scene(String alias, Operation operation) {
        var event =
                new GatewayEvent(
                        "POST",
                        operation.resource(),
                        operation.resource().replace("{modelId}", alias),
                        Map.of("modelId", alias));
        byte[] body = body(operation).getBytes(StandardCharsets.UTF_8);
        return new Scene(event.call(RecordedTenant.user(), body), end(operation));
    }

    private static String body(Operation operation) {
        String converse =
                """
                {"messages":[{"role":"user","content":[{"text":"What is a rehearsal?"}]}],\
                "system":[{"text":"You are helpful."}],\
                "inferenceConfig":{"maxTokens":128,"temperature":0.2}}\
                """;
        return switch (operation) {
            case CONVERSE, CONVERSE_STREAM -> converse;
            case INVOKE, INVOKE_WITH_RESPONSE_STREAM ->
                    """
                    {"anthropic_version":"bedrock-2023-05-31","max_tokens":128,\
                    "messages":[{"role":"user","content":"What is a rehearsal?"}]}\
                    """;
            case COUNT_TOKENS -> "{\"input\":{\"converse\":" + converse + "}}";
            case APPLY_GUARDRAIL -> throw notOfAModel(operation);
        };
    }

    /// What stands in a whole answer only, near its end.
    private static String end(Operation operation) {
        return switch (operation) {
            case CONVERSE, COUNT_TOKENS -> "\"inputTokens\":";
            case CONVERSE_STREAM -> "metadata";
            case INVOKE -> "\"input_tokens\":";
            case INVOKE_WITH_RESPONSE_STREAM -> "chunk";
            case APPLY_GUARDRAIL -> throw notOfAModel(operation);
        };
    }

    private static IllegalArgumentException notOfAModel(Operation operation) {
        return new IllegalArgumentException("no model offers " + operation);
    }
}
