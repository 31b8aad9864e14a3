package dev.tollgate.localstack.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.localstack.upstream.LiveUpstreams;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.bedrockruntime.model.ApplyGuardrailRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ApplyGuardrailResponse;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailAction;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.GuardrailImageBlock;

/// The simulated guardrails, by AWS's own SDK.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class GuardrailSimulatorTest {
    private LiveUpstreams live;
    private BedrockCalls calls;

    @BeforeAll
    void start() throws Exception {
        live = new LiveUpstreams();
        calls = new BedrockCalls(live);
    }

    @AfterAll
    void stop() {
        live.close();
    }

    private ApplyGuardrailResponse apply(String id, GuardrailContentBlock... content) {
        try (var client = calls.client()) {
            return client.applyGuardrail(
                    ApplyGuardrailRequest.builder()
                            .guardrailIdentifier(id)
                            .guardrailVersion("DRAFT")
                            .source("INPUT")
                            .content(content)
                            .build());
        }
    }

    private static GuardrailContentBlock text(String text) {
        return GuardrailContentBlock.fromText(block -> block.text(text));
    }

    private static GuardrailContentBlock image() {
        return GuardrailContentBlock.fromImage(
                GuardrailImageBlock.builder()
                        .format("png")
                        .source(source -> source.bytes(SdkBytes.fromUtf8String("x")))
                        .build());
    }

    @Test
    void mask_address_isReplacedAndNamed() {
        ApplyGuardrailResponse answer =
                apply("simmask", text("Write to ada@example.com"), text("No address"));

        assertEquals(GuardrailAction.GUARDRAIL_INTERVENED, answer.action());
        assertEquals(
                List.of("Write to {EMAIL}", "No address"),
                answer.outputs().stream().map(output -> output.text()).toList());
        var found =
                answer.assessments()
                        .getFirst()
                        .sensitiveInformationPolicy()
                        .piiEntities()
                        .getFirst();
        assertEquals("ada@example.com", found.match());
        assertEquals("EMAIL", found.typeAsString());
        assertEquals(1, answer.usage().sensitiveInformationPolicyUnits());
        assertEquals(0, answer.usage().contentPolicyUnits());
        assertEquals(34, answer.guardrailCoverage().textCharacters().total());
    }

    @Test
    void mask_nothingFound_isNoActionAndStillCounted() {
        ApplyGuardrailResponse answer = apply("simmask", text("x".repeat(1001)));

        assertEquals(GuardrailAction.NONE, answer.action());
        assertTrue(answer.outputs().isEmpty());
        assertEquals(2, answer.usage().sensitiveInformationPolicyUnits());
    }

    @Test
    void block_word_isBlockedAndImagesAreCounted() {
        ApplyGuardrailResponse answer =
                apply("simblock", text("This is forbidden."), image(), image());

        assertEquals(GuardrailAction.GUARDRAIL_INTERVENED, answer.action());
        assertEquals(1, answer.outputs().size());
        assertEquals(
                "BLOCKED",
                answer.assessments()
                        .getFirst()
                        .wordPolicy()
                        .customWords()
                        .getFirst()
                        .actionAsString());
        assertEquals(1, answer.usage().wordPolicyUnits());
        assertEquals(1, answer.usage().contentPolicyUnits());
        assertEquals(2, answer.usage().contentPolicyImageUnits());
        assertEquals(2, answer.guardrailCoverage().images().guarded());
    }

    @ParameterizedTest
    @CsvSource({
        "simmask, '[[sim status=429]]', 429, ThrottlingException",
        "simmask, '[[sim status=500]]', 500, InternalServerException",
        "simmask, '[[sim nonsense]]', 400, ValidationException",
        "nobody, x, 404, ResourceNotFoundException"
    })
    void apply_error_hasBedrocksNameOfIt(String id, String text, int status, String exception) {
        var error = assertThrows(BedrockRuntimeException.class, () -> apply(id, text(text)));

        assertEquals(status, error.statusCode());
        assertEquals(exception, error.awsErrorDetails().errorCode());
    }

    @Test
    void apply_emptyContent_isAValidationException() {
        var error = assertThrows(BedrockRuntimeException.class, () -> apply("simmask"));

        assertEquals("ValidationException", error.awsErrorDetails().errorCode());
    }

    @Test
    void apply_cut_isNoAnswer() {
        assertThrows(SdkClientException.class, () -> apply("simmask", text("[[sim cut=0]]")));
    }
}
