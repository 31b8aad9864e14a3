package dev.tollgate.llmproxy.provider;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.core.error.GatewayError;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpstreamErrorsTest {
    @ParameterizedTest
    @CsvSource({"0, 0", "7, 7", "3600, 3600"})
    void of_429WithSeconds_passesThemOn(String header, long seconds) {
        assertEquals(Optional.of(Duration.ofSeconds(seconds)), hint(header));
    }

    @ParameterizedTest
    @CsvSource({
        "3601",
        "99999999999",
        "-1",
        "soon",
        "1.5",
        "'Sun, 22 Nov 2026 12:00:00 GMT'",
        "''"
    })
    void of_429WithAnythingElse_hasNoHint(String header) {
        assertEquals(Optional.empty(), hint(header));
    }

    /// In the words of OpenAI, Anthropic, Bedrock, Google, xAI, llama.cpp and its server for
    /// Python.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "This model's maximum context length is 8 tokens. However, you requested 9 tokens.",
                "Your input exceeds the context window of this model.",
                "prompt is too long: 9 tokens > 8 maximum",
                "input length and `max_tokens` exceed context limit: 5 + 4 > 8",
                "Input is too long for requested model.",
                "The model returned the following errors: Prompt is too long: 9 tokens > 8 maximum",
                "The input token count (9) exceeds the maximum number of tokens allowed (8).",
                "This model's maximum prompt length is 8 but the request contains 9 tokens.",
                "request (9 tokens) exceeds the available context size (8 tokens)",
                "Requested tokens (9) exceed context window of 8"
            })
    void of_400ForAContextThatIsTooShort_isThatAndRepeatsTheWords(String complaint) {
        GatewayError error = UpstreamErrors.of(new HttpHead(400, Map.of()), complaint);

        assertInstanceOf(GatewayError.ContextTooLong.class, error);
        assertTrue(error.message().endsWith(": " + complaint), error.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Output blocked by content filtering policy",
                "The prompt triggered Azure OpenAI's content management policy.",
                "Your request was rejected as a result of our safety system."
            })
    void of_400ForAPolicy_isThatAndRepeatsTheWords(String complaint) {
        GatewayError error = UpstreamErrors.of(new HttpHead(400, Map.of()), complaint);

        assertInstanceOf(GatewayError.ContentFiltered.class, error);
        assertTrue(error.message().endsWith(": " + complaint), error.message());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "max_tokens: 9 > 8, which is the maximum allowed number of output tokens",
                "messages: text content blocks must be non-empty"
            })
    void of_400ForAnythingElse_isARejection(String complaint) {
        assertInstanceOf(
                GatewayError.UpstreamRejected.class,
                UpstreamErrors.of(new HttpHead(400, Map.of()), complaint));
    }

    @ParameterizedTest
    @CsvSource({"401", "403", "429", "500", "503", "529"})
    void of_statusOfAnotherMeaning_isNeverAboutTheContext(int status) {
        GatewayError error =
                UpstreamErrors.of(new HttpHead(status, Map.of()), "prompt is too long: 9 > 8");

        assertFalse(error instanceof GatewayError.ContextTooLong, error.code());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"code":429,"message":"Slow down."}                    | upstream_throttled
                    {"code":"rate_limit_exceeded"}                         | upstream_throttled
                    {"code":"context_length_exceeded"}                     | context_too_long
                    {"code":"content_filter"}                              | content_filtered
                    {"code":400,"message":"prompt is too long: 9 > 8"}     | context_too_long
                    {"code":400,"message":"No."}                           | upstream_rejected
                    {"code":502,"message":"No luck."}                      | upstream_failed
                    {"code":null,"message":"prompt is too long"}           | upstream_failed
                    {"message":"No luck."}                                 | upstream_failed
                    "No luck."                                             | upstream_failed
                    """)
    void inAnswer_error_isWhatItsCodeSays(String error, String code) throws IOException {
        assertEquals(code, UpstreamErrors.inAnswer(new ObjectMapper().readTree(error)).code());
    }

    private static Optional<Duration> hint(String header) {
        return UpstreamErrors.of(new HttpHead(429, Map.of("retry-after", header)), "").retryAfter();
    }
}
