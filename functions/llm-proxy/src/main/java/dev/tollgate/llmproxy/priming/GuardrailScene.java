package dev.tollgate.llmproxy.priming;

import dev.tollgate.aws.priming.RecordedTenant;
import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.money.Offering;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.PriceTable;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.dialect.bedrock.Operation;
import dev.tollgate.runtime.priming.GatewayEvent;
import dev.tollgate.runtime.priming.Rehearsal.Scene;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A guardrail that is applied to a question.
final class GuardrailScene {
    static final String ALIAS = "guardrail";
    static final Target TARGET =
            new Target(ProviderKind.BEDROCK.word(), Target.GUARDRAIL + "rehearsal", 0);

    private static final long RATE = 1_000;

    private GuardrailScene() {}

    static PriceTable prices() {
        Map<UsageKind, Long> rates =
                UsageKind.of(Offering.GUARDRAIL).stream()
                        .collect(Collectors.toMap(kind -> kind, _ -> RATE));
        return new PriceTable(
                Map.of(TARGET.priced(), List.of(new Price("rehearsal", Instant.EPOCH, rates))));
    }

    static Scene scene() {
        String resource = Operation.APPLY_GUARDRAIL.resource();
        var event =
                new GatewayEvent(
                        "POST",
                        resource,
                        "/guardrail/" + ALIAS + "/version/DRAFT/apply",
                        Map.of("guardrailIdentifier", ALIAS, "guardrailVersion", "DRAFT"));
        String body =
                """
                {"source":"INPUT","content":[{"text":{"text":"What is a rehearsal?"}}]}\
                """;
        return new Scene(
                event.call(RecordedTenant.user(), body.getBytes(StandardCharsets.UTF_8)),
                "\"topicPolicyUnits\":");
    }
}
