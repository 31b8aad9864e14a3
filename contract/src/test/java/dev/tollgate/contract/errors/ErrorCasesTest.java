package dev.tollgate.contract.errors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.errors.ErrorCase.Client;
import dev.tollgate.testkit.ErrorTable;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Holds the cases against the table of errors: nothing is missing.
final class ErrorCasesTest {
    private static final ErrorCases CASES = ErrorCases.read();
    private static final Set<String> UNSHOWN =
            CASES.unshown()
                    .valueStream()
                    .map(one -> one.path("code").asText())
                    .collect(Collectors.toUnmodifiableSet());
    private static final Set<String> CODES =
            ErrorTable.read().errors().stream()
                    .map(ErrorTable.Row::code)
                    .filter(code -> !UNSHOWN.contains(code))
                    .collect(Collectors.toUnmodifiableSet());

    /// What a client cannot get to see, and why stands in the data.
    private static Set<String> unseen(Client client) {
        return client == Client.OPENAI
                ? Set.of("bad_request", "call_running", "two_credentials")
                : Set.of("call_running");
    }

    @Test
    void cases_haveNamesOfTheirOwn() {
        Set<String> names = CASES.cases().stream().map(ErrorCase::name).collect(Collectors.toSet());
        assertEquals(CASES.cases().size(), names.size());
    }

    @Test
    void cases_showEveryCodeOfTheTable() {
        assertEquals(CODES, codes(Client.RAW));
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RAW", "AWS_CLI"})
    void cases_ofAnSdk_showEveryCodeThatItCanGet(Client client) {
        var missing = new TreeSet<>(CODES);
        missing.removeAll(codes(client));
        assertEquals(unseen(client), missing);
    }

    @Test
    void cases_ofTheCommandLine_areOneForEachCodeThatItCanGet() {
        var missing = new TreeSet<>(CODES);
        missing.removeAll(codes(Client.AWS_CLI));
        assertEquals(Set.of("call_running", "id_reused", "two_credentials"), missing);
        assertEquals(CODES.size() - missing.size(), CASES.of(Client.AWS_CLI).size());
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"AWS_CLI"})
    void cases_isolated_areThoseInProcess(Client client) {
        assertEquals(CASES.of(client), CASES.ofIsolated(client));
    }

    @Test
    void cases_ofTheCommandLineIsolated_areThoseThatTheDataNames() {
        Set<String> named = new TreeSet<>();
        CASES.isolated().forEach(less -> less.path("codes").forEach(c -> named.add(c.asText())));
        List<ErrorCase> run = CASES.ofIsolated(Client.AWS_CLI);
        assertEquals(
                named, new TreeSet<>(run.stream().map(one -> String.valueOf(one.code())).toList()));
        assertTrue(CASES.of(Client.AWS_CLI).containsAll(run));
    }

    @Test
    void cases_showEveryFrameOfTheTable() {
        for (ErrorTable.Row row : ErrorTable.read().errors()) {
            boolean shown =
                    CASES.cases().stream()
                            .anyMatch(
                                    one -> one.started() && Objects.equals(one.code(), row.code()));
            assertEquals(row.frame() != null, shown, row.code());
        }
    }

    @Test
    void exceptions_haveAReason() {
        for (JsonNode document : CASES.documents()) {
            assertEquals(
                    !document.path("only").isEmpty(),
                    !document.path("why").asText().isEmpty(),
                    document.toString());
        }
        for (JsonNode list : List.of(CASES.cannot(), CASES.isolated(), CASES.unshown())) {
            for (JsonNode one : list) {
                assertFalse(one.path("why").asText().isEmpty(), one.toString());
            }
        }
    }

    private static Set<String> codes(Client client) {
        return CASES.of(client).stream()
                .map(ErrorCase::code)
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }
}
