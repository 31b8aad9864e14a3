package dev.tollgate.llmproxy.dialect.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.llmproxy.json.StrictJson;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The table of errors, and what SDKs make of it: they retry 408, 409, 429 and 5xx, but obey
/// `x-should-retry` first.
final class OpenAiErrorsTest {
    private static final Duration WAIT = Duration.ofMillis(1500);
    private static final Map<GatewayError, String> TABLE =
            Map.ofEntries(
                    Map.entry(new GatewayError.InvalidRequest(""), "400 invalid_request false"),
                    Map.entry(new GatewayError.RequestTooLarge(""), "413 request_too_large false"),
                    Map.entry(new GatewayError.Forbidden(""), "403 forbidden false"),
                    Map.entry(new GatewayError.UnknownModel(""), "404 model_not_found false"),
                    Map.entry(
                            new GatewayError.NotSupportedByTarget(""),
                            "400 not_supported_by_target false"),
                    Map.entry(new GatewayError.IdReused(""), "400 id_reused false"),
                    Map.entry(new GatewayError.CallRunning("", WAIT), "429 call_running true"),
                    Map.entry(
                            new GatewayError.RateExceeded("", WAIT),
                            "429 rate_limit_exceeded true"),
                    Map.entry(new GatewayError.BudgetExhausted(""), "429 insufficient_quota false"),
                    Map.entry(
                            new GatewayError.UpstreamThrottled("", Optional.empty()),
                            "429 rate_limit_exceeded true"),
                    Map.entry(new GatewayError.UpstreamRejected(""), "400 upstream_rejected false"),
                    Map.entry(new GatewayError.UpstreamFailed(""), "503 upstream_failed true"),
                    Map.entry(new GatewayError.UpstreamCut(""), "424 upstream_cut false"),
                    Map.entry(new GatewayError.UpstreamTimeout(""), "424 upstream_timeout false"),
                    Map.entry(new GatewayError.StoreUnavailable(""), "503 store_unavailable true"),
                    Map.entry(
                            new GatewayError.SessionUnavailable(""),
                            "503 tenant_session_unavailable true"));

    @Test
    void of_everyError_isInTheTable() {
        assertEquals(GatewayError.class.getPermittedSubclasses().length, TABLE.size());
        TABLE.forEach((error, expected) -> {
            OpenAiErrors said = OpenAiErrors.of(error);
            assertEquals(expected, said.status() + " " + said.code() + " " + said.retry());
        });
    }

    @Test
    void of_whatMayHaveBeenPaidFor_isNeverRetried() {
        for (var paid :
                List.of(new GatewayError.UpstreamCut(""), new GatewayError.UpstreamTimeout(""))) {
            assertFalse(OpenAiErrors.of(paid).retry());
            assertEquals(424, OpenAiErrors.of(paid).status());
        }
    }

    @Test
    void answer_withAWait_saysItInBothUnits() {
        var error = new GatewayError.RateExceeded("later", WAIT);
        var answer = OpenAiErrors.of(error).answer(error, "req-1");
        assertEquals("1500", answer.headers().get("retry-after-ms"));
        assertEquals("2", answer.headers().get("retry-after"));
        assertEquals("req-1", answer.headers().get("x-request-id"));
        assertEquals(
                "{\"error\":{\"message\":\"later\",\"type\":\"rate_limit_error\",\"param\":null,"
                        + "\"code\":\"rate_limit_exceeded\"}}",
                StrictJson.object(answer.body()).toString());
    }
}
