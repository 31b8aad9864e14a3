package dev.tollgate.llmproxy.dialect.anthropic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.testkit.ErrorTable;
import dev.tollgate.testkit.EveryError;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The dialect's mapping against the contract's table: Anthropic's SDKs send again what cost
/// nothing and may go well, and never what was charged.
final class AnthropicErrorsTest {
    private static final Duration WAIT = Duration.ofMillis(1500);
    private static final ErrorTable TABLE = ErrorTable.read();
    private static final List<GatewayError> ERRORS = EveryError.saying("m", WAIT);

    /// As the SDKs decide (`_should_retry`): by the header, else by the status.
    private static boolean sentAgain(GatewayError error) {
        var answer = AnthropicErrors.of(error).answer(error, "req-1");
        if ("false".equals(answer.headers().get("x-should-retry"))) {
            return false;
        }
        int status = answer.status();
        return status == 408 || status == 409 || status == 429 || status >= 500;
    }

    @Test
    void sentAgain_isWhatTheTableSaysOfOtherSdks() {
        for (GatewayError error : ERRORS) {
            ErrorTable.Row row = TABLE.row(error.code());
            assertEquals(row.retried(), sentAgain(error), error.code());
            assertFalse(
                    sentAgain(error) && row.charged() != ErrorTable.Charged.NOTHING, error.code());
        }
    }

    @Test
    void answer_everyError_hasAnthropicsShapeAndIsInTheTable() {
        for (GatewayError error : ERRORS) {
            var answer = AnthropicErrors.of(error).answer(error, "req-1");
            var body = StrictJson.object(answer.body());
            assertEquals("error", body.path("type").asText());
            assertEquals("req-1", body.path("request_id").asText());
            assertEquals("req-1", answer.headers().get("request-id"));
            String before =
                    error instanceof GatewayError.ContextTooLong ? "prompt is too long: " : "";
            assertEquals(before + "m", body.at("/error/message").asText());
            assertEquals(
                    TABLE.row(error.code()).toAnthropic(),
                    new ErrorTable.Said(
                            answer.status(),
                            body.at("/error/type").asText(),
                            body.at("/error/code").asText()));
        }
    }

    @Test
    void answer_waitOfOneAndAHalfSeconds_saysTwo() {
        var error = new GatewayError.RateExceeded("m", WAIT);
        var headers = AnthropicErrors.of(error).answer(error, "req-1").headers();
        assertEquals("2", headers.get("retry-after"));
    }
}
