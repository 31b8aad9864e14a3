package dev.tollgate.infra.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is read of a contract, and what has no place in one.
final class ContractReaderTest {
    private static final String HEAD =
            """
            x-tollgate-binary-media-types: ['*/*']
            components:
              securitySchemes:
                token:
                  x-tollgate-authorizer:
                    function: authorizer
                    identitySources: [method.request.header.Authorization]
                    resultTtlSeconds: 30
            paths:
              /things/{id}:
                parameters: []
                post:
            """;

    @TempDir private Path folder;

    @Test
    void read_guardedFunction_givesOperationAndGuard() throws IOException {
        Contract contract =
                read("      security: [{token: []}]\n      x-tollgate-function: thing\n");
        var guard =
                new Guard(
                        "token",
                        "authorizer",
                        List.of("method.request.header.Authorization"),
                        Duration.ofSeconds(30));
        assertEquals(
                List.of(
                        new Operation(
                                "POST",
                                "/things/{id}",
                                Optional.of(guard),
                                new Backend.Function("thing"))),
                contract.operations());
        assertEquals(List.of("*/*"), contract.binaryMediaTypes());
    }

    @Test
    void read_whatIsFoundByName_isInTheOrderOfTheNames() {
        Contract contract = ContractReader.read(Path.of("../openapi/tollgate.yaml"));
        var types = List.copyOf(contract.gatewayAnswers().keySet());
        assertTrue(types.size() > 2, types::toString);
        assertEquals(types.stream().sorted().toList(), types);
        contract.gatewayAnswers()
                .values()
                .forEach(answer -> {
                    var headers = List.copyOf(answer.headers().keySet());
                    assertEquals(headers.stream().sorted().toList(), headers);
                });
    }

    @Test
    void guard_thatKeepsAnswersUnderNothing_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Guard("open", "authorizer", List.of(), Duration.ofSeconds(30)));
        assertEquals(
                List.of(),
                new Guard("either", "authorizer", List.of(), Duration.ZERO).identitySources());
    }

    @Test
    void read_openMock_givesItsAnswer() throws IOException {
        Contract contract =
                read(
                        """
                              security: []
                              x-tollgate-mock: {statusCode: 200, headers: {a: b}, body: x}
                        """);
        assertEquals(Optional.empty(), contract.operations().getFirst().guard());
        assertEquals(
                new Backend.Fixed(200, new TreeMap<>(Map.of("a", "b")), "x"),
                contract.operations().getFirst().backend());
    }

    @Test
    void read_operationWithoutSecurity_isRefused() {
        refused("      x-tollgate-function: thing\n", "post /things/{id} has no security");
    }

    @Test
    void read_operationWithNothingBehindIt_isRefused() {
        refused("      security: []\n", "post /things/{id} needs either");
    }

    @Test
    void read_schemeWithoutAnAuthorizer_isRefused() {
        refused(
                "      security: [{other: []}]\n      x-tollgate-function: thing\n",
                "security scheme other has no x-tollgate-authorizer");
    }

    @Test
    void read_twoSchemes_areRefused() {
        refused(
                "      security: [{token: []}, {other: []}]\n      x-tollgate-function: thing\n",
                "more than one way");
    }

    @Test
    void read_missingFile_namesIt() {
        var missing =
                assertThrows(
                        UncheckedIOException.class,
                        () -> ContractReader.read(folder.resolve("none.yaml")));
        assertTrue(String.valueOf(missing.getMessage()).contains("none.yaml"), missing::toString);
    }

    private void refused(String operation, String why) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> read(operation));
        assertTrue(String.valueOf(refusal.getMessage()).contains(why), refusal::toString);
    }

    private Contract read(String operation) throws IOException {
        Path file = folder.resolve("contract.yaml");
        Files.writeString(file, HEAD + operation);
        return ContractReader.read(file);
    }
}
