package dev.tollgate.llmproxy.dialect.bedrock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tollgate.core.error.GatewayError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The table of errors, and what SDKs make of it.
final class BedrockErrorsTest {
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Map<GatewayError, String> TABLE =
            Map.ofEntries(
                    Map.entry(new GatewayError.InvalidRequest(""), "400 ValidationException"),
                    Map.entry(new GatewayError.RequestTooLarge(""), "413 ValidationException"),
                    Map.entry(new GatewayError.Forbidden(""), "403 AccessDeniedException"),
                    Map.entry(new GatewayError.UnknownModel(""), "404 ResourceNotFoundException"),
                    Map.entry(new GatewayError.NotSupportedByTarget(""), "400 ValidationException"),
                    Map.entry(new GatewayError.IdReused(""), "400 ValidationException"),
                    Map.entry(new GatewayError.CallRunning("", WAIT), "429 ThrottlingException"),
                    Map.entry(new GatewayError.RateExceeded("", WAIT), "429 ThrottlingException"),
                    Map.entry(
                            new GatewayError.BudgetExhausted(""),
                            "400 ServiceQuotaExceededException"),
                    Map.entry(new GatewayError.UpstreamThrottled(""), "429 ThrottlingException"),
                    Map.entry(new GatewayError.UpstreamRejected(""), "400 ValidationException"),
                    Map.entry(
                            new GatewayError.UpstreamFailed(""), "503 ServiceUnavailableException"),
                    Map.entry(new GatewayError.UpstreamCut(""), "424 ModelErrorException"),
                    Map.entry(new GatewayError.UpstreamTimeout(""), "408 ModelTimeoutException"),
                    Map.entry(
                            new GatewayError.StoreUnavailable(""),
                            "503 ServiceUnavailableException"),
                    Map.entry(
                            new GatewayError.SessionUnavailable(""),
                            "503 ServiceUnavailableException"),
                    Map.entry(new GatewayError.Internal(""), "500 InternalServerException"));

    @Test
    void of_everyError_asTheTableSays() {
        TABLE.forEach((error, expected) -> {
            BedrockErrors said = BedrockErrors.of(error);
            assertEquals(expected, said.status() + " " + said.exception());
        });
    }

    @Test
    void table_coversTheSealedList() {
        Set<Class<?>> covered =
                TABLE.keySet().stream().map(Object::getClass).collect(Collectors.toSet());
        assertEquals(Set.of(GatewayError.class.getPermittedSubclasses()), covered);
    }

    @Test
    void of_whatMayHaveBeenPaid_isNeverRetriedBySdks() {
        for (GatewayError error :
                List.of(new GatewayError.UpstreamCut(""), new GatewayError.UpstreamTimeout(""))) {
            int status = BedrockErrors.of(error).status();
            assertFalse(status == 429 || status >= 500, error.code());
        }
    }
}
