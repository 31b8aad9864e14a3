package dev.tollgate.control.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.control.SelfService;
import dev.tollgate.core.call.Decision;
import dev.tollgate.core.call.Outcome;
import dev.tollgate.core.ledger.Hold;
import dev.tollgate.core.ledger.HoldOutcome;
import dev.tollgate.core.ledger.Settlement;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.money.Usage;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.PrincipalContext;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.runtime.ProxyRequest;
import dev.tollgate.testkit.ErrorTable;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.InMemoryQuotaLedger;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A caller's own calls, and nobody else's.
final class ReadTraceTest {
    private final InMemoryQuotaLedger ledger = new InMemoryQuotaLedger();
    private final ReadTrace trace = new ReadTrace(ledger);

    private void call() {
        settle("r-1", Outcome.FAILED, Usage.NONE, 0, decision("upstream_throttled throttled"));
        var second =
                new Decision(
                        7,
                        Decision.Reason.FALLBACK,
                        List.of("p/m: not_supported_by_target"),
                        List.of("seed"),
                        "",
                        Decision.KeyOwner.TENANT);
        settle("r-1", Outcome.COMPLETED, Usage.of(9, 2), 13, second);
    }

    private static Decision decision(String failure) {
        return new Decision(7, Decision.Reason.FIRST, List.of(), List.of(), failure);
    }

    private void settle(
            String requestId, Outcome outcome, Usage usage, long nanos, Decision decision) {
        Hold hold =
                assertInstanceOf(
                                HoldOutcome.Held.class,
                                ledger.hold(Fixtures.ask(Fixtures.ACME, "c-1", 100)))
                        .hold();
        ledger.settle(
                new Settlement(
                        hold,
                        outcome,
                        usage,
                        new Money(nanos),
                        requestId,
                        hold.request().at().plusMillis(41),
                        decision));
    }

    private SelfService.Reply ask(Principal principal, String id) {
        return trace.reply(
                principal,
                new ProxyRequest(
                        "GET",
                        "/v1/traces/{id}",
                        "/v1/traces/" + id,
                        Map.of(),
                        Map.of(),
                        Map.of("id", id),
                        PrincipalContext.encode(principal),
                        "r-9",
                        new byte[0]));
    }

    private JsonNode found(String id) throws IOException {
        var reply = assertInstanceOf(SelfService.Reply.Found.class, ask(Fixtures.alice(), id));
        return new ObjectMapper().readTree(reply.json());
    }

    @Test
    void reply_ownCall_tellsEachAttemptAndWhy() throws IOException {
        call();

        JsonNode report = found("c-1");
        assertEquals("r-1", report.path("requestId").textValue());
        assertEquals(13, report.path("cost").path("nanoDollars").longValue());
        JsonNode first = report.path("attempts").path(0);
        JsonNode second = report.path("attempts").path(1);
        assertEquals("first", first.path("reason").textValue());
        assertEquals("failed", first.path("outcome").textValue());
        assertEquals("upstream_throttled throttled", first.path("failure").textValue());
        assertEquals(41, first.path("millis").longValue());
        assertEquals("shared", first.path("upstreamKey").textValue());
        assertEquals("tenant", second.path("upstreamKey").textValue());
        assertEquals("fallback", second.path("reason").textValue());
        assertEquals(7, second.path("configVersion").longValue());
        assertEquals("p/m: not_supported_by_target", second.path("passedOver").path(0).textValue());
        assertEquals("seed", second.path("dropped").path(0).textValue());
        assertEquals("{\"input\":9,\"output\":2}", second.path("usage").toString());
        assertTrue(second.path("failure").isMissingNode());
    }

    @Test
    void reply_ofSomebodyElse_isAsGoodAsNone() {
        call();
        var bob = new Principal(Fixtures.ACME, "bob@example.com", null, Scope.everything());
        var stranger = new Principal(Fixtures.GLOBEX, Fixtures.ALICE, null, Scope.everything());

        for (Principal other : List.of(bob, stranger)) {
            var none = assertInstanceOf(SelfService.Reply.Not.class, ask(other, "c-1")).answer();
            var row = ErrorTable.read().row("trace_not_found");
            assertEquals(row.code(), none.code());
            assertEquals(row.said(), none.status() + " " + none.awsType() + " " + none.type());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"c-2", "r-1", "no id", ""})
    void reply_unknownId_saysWhatToSend(String id) {
        call();

        var none =
                assertInstanceOf(SelfService.Reply.Not.class, ask(Fixtures.alice(), id)).answer();
        assertTrue(none.message().contains("x-tollgate-call"), none.message());
    }
}
