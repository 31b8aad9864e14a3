package dev.tollgate.llmproxy.dialect.bedrock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.testkit.ErrorTable;
import dev.tollgate.testkit.EveryError;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The dialect's mapping against the contract's table, and what SDKs make of it.
final class BedrockErrorsTest {
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final ErrorTable TABLE = ErrorTable.read();
    private static final List<GatewayError> ERRORS = EveryError.saying("", WAIT);

    @Test
    void errors_areTheTablesCodesOfThisFunction() {
        assertEquals(
                TABLE.from("llm-proxy"),
                ERRORS.stream().map(GatewayError::code).collect(Collectors.toSet()));
    }

    @Test
    void of_everyError_asTheTableSays() {
        for (GatewayError error : ERRORS) {
            BedrockErrors said = BedrockErrors.of(error);
            assertEquals(
                    TABLE.row(error.code()).said(),
                    said.status() + " " + said.exception() + " " + said.type());
        }
    }

    /// What can come after the first content is what may have been charged.
    @Test
    void frames_ofTheTable_areThoseOfWhatWasCharged() {
        for (GatewayError error : ERRORS) {
            ErrorTable.Row row = TABLE.row(error.code());
            boolean used = row.charged() == ErrorTable.Charged.USED;
            assertEquals(used ? BedrockErrors.IN_STREAM : null, row.frame(), row.code());
        }
    }

    @Test
    void retried_asTheStatusMakesSdksDo() {
        for (ErrorTable.Row row : TABLE.errors()) {
            boolean retriedByStatus = row.status() == 429 || row.status() >= 500;
            assertEquals(retriedByStatus, row.retried(), row.code());
        }
    }

    @Test
    void of_whatWasCharged_isNeverRetriedBySdks() {
        for (GatewayError error : ERRORS) {
            ErrorTable.Row row = TABLE.row(error.code());
            assertFalse(row.retried() && row.charged() != ErrorTable.Charged.NOTHING, error.code());
        }
    }
}
