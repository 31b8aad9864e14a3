package dev.tollgate.control.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Guardrails in a configuration: what is right, and what a person is told of one wrong edit.
final class GuardrailConfigTest {
    private static final String PLATFORM =
            """
            issuers: []
            providers:
              bedrock: {kind: bedrock, baseUrl: "https://bedrock.example", region: us-east-1}
              openai: {kind: openai, baseUrl: "https://openai.example/v1"}
            prices:
              bedrock:
                nova-v1:0:
                  - {version: 2026-01, from: 2026-01-01, input: 3.00, output: 15.00}
                guardrail/m4sk:
                  - {version: 2026-01, from: 2026-01-01, topicPolicy: 150, contentPolicy: 150, wordPolicy: 0, sensitiveInformationPolicy: 100, contextualGroundingPolicy: 100, contentPolicyImage: 750, automatedReasoningPolicy: 170}
            """;

    private static final String ACME =
            """
            tenant: acme
            name: Acme Corporation
            timeZone: Europe/Berlin
            aliases:
              nova: {provider: bedrock, model: nova-v1:0, maxOutputTokens: 9}
              mask: {provider: bedrock, model: "guardrail/m4sk"}
              judge:
                targets:
                  - {provider: bedrock, model: "guardrail/m4sk:7"}
                  - {provider: bedrock, model: "guardrail/m4sk:DRAFT"}
            limits: {}
            """;

    @TempDir private Path directory;

    @Test
    void guardrails_pricedAndByThemselves_haveNoMistake() throws IOException {
        assertEquals(List.of(), told(PLATFORM, ACME));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    wordPolicy: 0, | ''                      | wordPolicy: is missing; write for example 150 (dollars for a million units
                    wordPolicy: 0  | wordPolicy: 0, input: 3 | input: there is no such field; there are version, from, topicPolicy
                    topicPolicy: 150 | topicPolicy: free     | topicPolicy: "free" is no number; write for example 150
                    guardrail/m4sk: | "guardrail/m4sk:7":    | is not a name that can stand here: prices by upstream model
                    input: 3.00    | input: 3.00, wordPolicy: 0 | wordPolicy: there is no such field
                    """)
    void platform_mistake_isToldByName(String good, String bad, String told) throws IOException {
        assertTold("platform.yaml:", told, PLATFORM.replace(good, bad), ACME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    guardrail/m4sk:7 | guardrail/m4sk:0 | aliases.judge.targets[0].model: "guardrail/m4sk:0" does not fit
                    guardrail/m4sk:7 | guardrail/m4sk/7 | aliases.judge.targets[0].model: "guardrail/m4sk/7" does not fit
                    guardrail/m4sk:7 | guardrail/mask:7 | aliases.judge.targets[0].model: there is no price for guardrail/mask; write guardrail/m4sk, or add prices.bedrock["guardrail/mask"] to platform.yaml
                    model: "guardrail/m4sk:7" | model: "guardrail/m4sk:7", maxOutputTokens: 9 | aliases.judge.targets[0].maxOutputTokens: does not belong here
                    mask: {provider: bedrock | mask: {provider: openai | aliases.mask.provider: guardrails are at providers of the kind bedrock; openai is of the kind openai
                    model: "guardrail/m4sk:DRAFT" | model: nova-v1:0, maxOutputTokens: 9 | aliases.judge.targets[1].model: a guardrail cannot stand in for a model, nor a model for a guardrail
                    nova-v1:0, maxOutputTokens: 9 | nova-v1:0 | aliases.nova.maxOutputTokens: is missing; write for example 4096
                    """)
    void tenant_mistake_isToldByName(String good, String bad, String told) throws IOException {
        assertTold("tenants/acme.yaml:", told, PLATFORM, ACME.replace(good, bad));
    }

    /// A ceiling is a price of tokens.
    @Test
    void guardrail_withACeilingAlone_isToldToHaveNoPrice() throws IOException {
        String unpriced = PLATFORM.substring(0, PLATFORM.indexOf("    guardrail/"));
        String ceiling = "ceilingPrice: {version: c1, input: 20, output: 100}\n";

        assertTold(
                "tenants/acme.yaml:6: ",
                "there is no price for guardrail/m4sk; add prices.bedrock[\"guardrail/m4sk\"]",
                unpriced,
                ACME + ceiling);
    }

    private void assertTold(String place, String told, String platform, String acme)
            throws IOException {
        List<String> lines = told(platform, acme);
        assertTrue(
                lines.stream().anyMatch(line -> line.startsWith(place) && line.contains(told)),
                () -> String.join("\n", lines));
    }

    private List<String> told(String platform, String acme) throws IOException {
        ConfigFiles.write(directory, platform, acme);
        return new ConfigDirectory(Presets.load())
                        .read(
                                directory,
                                new Variables(ConfigFiles.VARIABLES),
                                LocalDate.of(2026, 11, 22))
                        .mistakes()
                        .stream()
                        .map(Mistake::toString)
                        .toList();
    }
}
