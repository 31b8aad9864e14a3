package dev.tollgate.llmproxy.dialect.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.llmproxy.json.StrictJson;
import dev.tollgate.testkit.ErrorTable;
import dev.tollgate.testkit.EveryError;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The dialect's mapping against the contract's table: OpenAI's SDKs send again what cost nothing
/// and may go well, and never what was charged.
final class OpenAiErrorsTest {
    private static final Duration WAIT = Duration.ofMillis(1500);
    private static final ErrorTable TABLE = ErrorTable.read();
    private static final List<GatewayError> ERRORS = EveryError.saying("m", WAIT);

    @Test
    void answer_everyError_asTheTableSays() {
        for (GatewayError error : ERRORS) {
            var answer = OpenAiErrors.of(error).answer(error, "req-1");
            var said = StrictJson.object(answer.body()).path("error");
            assertEquals(
                    TABLE.row(error.code()).toOpenAi(),
                    new ErrorTable.Said(
                            answer.status(),
                            said.path("type").asText(),
                            said.path("code").asText()));
            assertEquals("m", said.path("message").asText());
            assertTrue(said.has("param"));
        }
    }

    /// By the header, which the SDKs obey before the status.
    @Test
    void answer_everyError_isSentAgainAsTheTableSaysOfOtherSdks() {
        for (GatewayError error : ERRORS) {
            ErrorTable.Row row = TABLE.row(error.code());
            var answer = OpenAiErrors.of(error).answer(error, "req-1");
            assertEquals(Boolean.toString(row.retried()), answer.headers().get("x-should-retry"));
            assertFalse(row.retried() && row.charged() != ErrorTable.Charged.NOTHING);
        }
    }

    @Test
    void answer_errorOfAMember_namesItAsParam() {
        var error = new GatewayError.InvalidRequest("m", Optional.of("messages[0].role"));
        var answer = OpenAiErrors.of(error).answer(error, "req-1");
        assertEquals(
                "messages[0].role",
                StrictJson.object(answer.body()).at("/error/param").textValue());
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
