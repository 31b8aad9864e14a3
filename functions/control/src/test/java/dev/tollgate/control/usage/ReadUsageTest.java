package dev.tollgate.control.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.control.SelfServiceHandler;
import dev.tollgate.core.call.Deadline;
import dev.tollgate.core.config.KeyPolicy;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.ledger.HoldOutcome;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitScope;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.PrincipalContext;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.runtime.Invocation;
import dev.tollgate.runtime.ProxyRequest;
import dev.tollgate.runtime.ProxyResponse;
import dev.tollgate.testkit.ErrorTable;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.InMemoryConfigStore;
import dev.tollgate.testkit.InMemoryQuotaLedger;
import dev.tollgate.testkit.MutableClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadUsageTest {
    private static final ErrorTable ERRORS = ErrorTable.read();
    private static final KeyId BOBS_KEY = new KeyId("bobs0key0001");
    private static final Limit REQUESTS =
            Fixtures.tenantLimit(Window.MINUTE, LimitUnit.REQUESTS, 60);
    private static final Limit MONEY =
            Fixtures.keyLimit(Window.MONTH, LimitUnit.MONEY, 50_000_000_000L);
    private static final Limit BOBS =
            new Limit(new LimitScope.OneKey(BOBS_KEY), Window.DAY, LimitUnit.TOKENS, 7);

    private final MutableClock clock = new MutableClock(Fixtures.NOW);
    private final InMemoryConfigStore configs = new InMemoryConfigStore();
    private final InMemoryQuotaLedger ledger = new InMemoryQuotaLedger();
    private final SelfServiceHandler handler =
            new SelfServiceHandler(List.of(new ReadUsage(configs, ledger, clock)));

    @BeforeEach
    void configure() {
        TenantConfig acme = Fixtures.tenant(Fixtures.ACME);
        configs.apply(
                null,
                List.of(
                        new TenantConfig(
                                1,
                                acme.tenant(),
                                acme.name(),
                                acme.zone(),
                                acme.aliases(),
                                List.of(REQUESTS),
                                Map.of(
                                        Fixtures.ALICES_KEY,
                                        new KeyPolicy(Scope.everything(), List.of(MONEY)),
                                        BOBS_KEY,
                                        new KeyPolicy(Scope.everything(), List.of(BOBS))),
                                null),
                        Fixtures.tenant(Fixtures.GLOBEX)));
    }

    @Test
    void handle_settledAndHeld_reportsBothLimitsOfTheKey() throws IOException {
        var settled =
                ledger.hold(Fixtures.ask(Fixtures.ACME, "c-1", 2_000_000_000L, REQUESTS, MONEY));
        ledger.settle(Fixtures.settled(((HoldOutcome.Held) settled).hold(), 1_250_000_000L));
        ledger.hold(Fixtures.ask(Fixtures.ACME, "c-2", 500_000_000L, REQUESTS, MONEY));

        JsonNode report = ask(Fixtures.aliceByKey()).json();
        assertEquals("acme", report.path("tenant").textValue());
        assertEquals("2026-11-22T10:15:30Z", report.path("at").textValue());
        assertEquals(2, report.path("limits").size());
        assertEquals(
                new ObjectMapper()
                        .readTree(
                                """
                                {"scope":"tenant","window":"minute","unit":"requests","limit":60,
                                 "settled":1,"held":1,"resetsAt":"2026-11-22T10:16:00Z"}
                                """),
                report.path("limits").path(0));
        assertEquals(
                new ObjectMapper()
                        .readTree(
                                """
                                {"scope":"key alice0key001","window":"month","unit":"money",
                                 "limit":50000000000,"settled":1250000000,"held":500000000,
                                 "dollars":{"limit":"50.000000000","settled":"1.250000000",
                                   "held":"0.500000000"},
                                 "resetsAt":"2026-12-01T00:00:00Z"}
                                """),
                report.path("limits").path(1));
    }

    @Test
    void handle_token_showsNoKeysLimits() throws IOException {
        JsonNode limits = ask(Fixtures.alice()).json().path("limits");

        assertEquals(1, limits.size());
        assertEquals("tenant", limits.path(0).path("scope").textValue());
    }

    @Test
    void handle_anotherTenant_seesNothingOfTheFirst() throws IOException {
        ledger.hold(Fixtures.ask(Fixtures.ACME, "c-1", 1, REQUESTS));
        Answer answer =
                ask(new Principal(Fixtures.GLOBEX, "gus", Fixtures.ALICES_KEY, Scope.everything()));

        assertEquals("globex", answer.json().path("tenant").textValue());
        assertEquals(0, answer.json().path("limits").size());
    }

    @Test
    void handle_headersNamingAnotherTenant_areNotRead() throws IOException {
        Map<String, String> context = PrincipalContext.encode(Fixtures.alice());
        var request =
                new ProxyRequest(
                        "GET",
                        "/v1/usage",
                        "/v1/usage",
                        Map.of("tenant", List.of("globex"), "x-forwarded-for", List.of("globex")),
                        Map.of("tenant", List.of("globex")),
                        Map.of(),
                        context,
                        "r-1",
                        "{\"tenant\":\"globex\"}".getBytes(StandardCharsets.UTF_8));

        assertEquals("acme", send(request).json().path("tenant").textValue());
    }

    @Test
    void handle_routeOutOfScope_is403() throws IOException {
        var scope = new Scope(Set.of(Scope.ANY_MODEL), Set.of(RouteFamily.BEDROCK));
        Answer answer = ask(new Principal(Fixtures.ACME, Fixtures.ALICE, null, scope));

        assertInTheTable("forbidden", answer);
    }

    @Test
    void handle_unknownTenant_is403() throws IOException {
        var acme2 = new TenantId("acme2");
        Answer answer = ask(new Principal(acme2, "eve", null, Scope.everything()));

        assertEquals(403, answer.status());
        assertTrue(answer.json().path("message").textValue().contains("acme2"));
    }

    @Test
    void handle_configurationDown_is503WithoutTheCause() throws IOException {
        configs.setDown(true);
        Answer answer = ask(Fixtures.alice());

        assertInTheTable("store_unavailable", answer);
        assertFalse(answer.json().toString().contains("fake"));
    }

    @Test
    void table_ofErrorsThatThisFunctionSays_isThatOfTheseTests() {
        assertEquals(
                Set.of(
                        "forbidden",
                        "store_unavailable",
                        "tenant_session_unavailable",
                        "trace_not_found"),
                ERRORS.from("control"));
    }

    private static void assertInTheTable(String code, Answer answer) throws IOException {
        JsonNode error = answer.json().path("error");
        assertEquals(code, error.path("code").textValue());
        assertEquals(
                ERRORS.row(code).said(),
                answer.status()
                        + " "
                        + answer.headers().get("x-amzn-ErrorType")
                        + " "
                        + error.path("type").textValue());
    }

    @Test
    void handle_ledgerDown_is503() throws IOException {
        ledger.setDown(true);

        assertEquals(503, ask(Fixtures.alice()).status());
    }

    @Test
    void handle_noAuthorizer_isADefectNotAnAnswer() {
        var request =
                new ProxyRequest(
                        "GET",
                        "/v1/usage",
                        "/v1/usage",
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        Map.of(),
                        "r-1",
                        new byte[0]);

        assertThrows(IllegalArgumentException.class, () -> send(request));
    }

    private Answer ask(Principal principal) throws IOException {
        return send(request(principal));
    }

    private static ProxyRequest request(Principal principal) {
        return new ProxyRequest(
                "GET",
                "/v1/usage",
                "/v1/usage",
                Map.of(),
                Map.of(),
                Map.of(),
                PrincipalContext.encode(principal),
                "r-1",
                new byte[0]);
    }

    private Answer send(ProxyRequest request) throws IOException {
        var answer = new Answer();
        handler.handle(
                request,
                answer,
                new Invocation("l-1", new Deadline(Fixtures.NOW.plus(Duration.ofSeconds(30)))));
        return answer;
    }

    private static final class Answer implements ProxyResponse {
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private Map<String, String> headers = Map.of();
        private int status;

        @Override
        public OutputStream start(int newStatus, Map<String, String> newHeaders) {
            status = newStatus;
            headers = newHeaders;
            return body;
        }

        @Override
        public boolean started() {
            return status != 0;
        }

        int status() {
            return status;
        }

        Map<String, String> headers() {
            return headers;
        }

        JsonNode json() throws IOException {
            return new ObjectMapper().readTree(body.toByteArray());
        }
    }
}
