package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The context of the app.
final class StageOptionsTest {
    private static final StageOptions DEFAULTS =
            new StageOptions(
                    Target.AWS,
                    StageName.DEV,
                    ResponseMode.STREAM,
                    List.of(),
                    Map.of(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    1000,
                    Optional.empty());

    @Test
    void of_noContext_isDevThatStreamsAndInvokesNothing() throws IOException {
        assertEquals(DEFAULTS, options(Map.of()));
    }

    @Test
    void of_models_areSplitAtCommas() throws IOException {
        assertEquals(List.of("a", "b"), options(Map.of("bedrockModels", "a, b,")).bedrockModels());
    }

    @Test
    void of_unknownTarget_namesThoseThereAre() {
        var refusal =
                assertThrows(
                        IllegalArgumentException.class, () -> options(Map.of("target", "azure")));
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("[aws, localstack, ministack]"),
                refusal::toString);
    }

    @Test
    void of_aReleaseThatIsNoWord_isRefused() throws IOException {
        assertEquals(Optional.of("1.2-rc_3"), options(Map.of("release", "1.2-rc_3")).release());
        assertThrows(IllegalArgumentException.class, () -> options(Map.of("release", "two words")));
    }

    @Test
    void of_anEmulatorAndProd_isRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> options(Map.of("target", "ministack", "stage", "prod")));
    }

    @Test
    void of_reservedConcurrency_isReadForEachFunction() throws IOException {
        var options = options(Map.of("reservedConcurrency", "llm-proxy=200, control=20"));
        assertEquals(Optional.of(200), options.reservedConcurrency(GatewayFunction.LLM_PROXY));
        assertEquals(Optional.empty(), options.reservedConcurrency(GatewayFunction.AUTHORIZER));
        for (String wrong : List.of("llm-proxy", "llm-proxy=0", "proxy=3")) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> options(Map.of("reservedConcurrency", wrong)),
                    wrong);
        }
    }

    @Test
    void of_aDomain_needsACertificateAndAPublicApi() throws IOException {
        var whole =
                Map.of(
                        "domain", "ai.example.com",
                        "certificate", "arn:aws:acm:eu-central-1:111122223333:certificate/c",
                        "hostedZone", "Z0123:example.com");
        OwnDomain domain = options(whole).domain().orElseThrow();
        assertEquals(Optional.of(new OwnDomain.Zone("Z0123", "example.com")), domain.zone());
        assertThrows(
                IllegalArgumentException.class, () -> options(Map.of("domain", "ai.example.com")));
        var alsoPrivate = new HashMap<>(whole);
        alsoPrivate.put("vpcEndpoints", "vpce-1");
        assertThrows(IllegalArgumentException.class, () -> options(alsoPrivate));
    }

    @Test
    void of_unknownStage_namesThoseThereAre() {
        var refusal =
                assertThrows(
                        IllegalArgumentException.class, () -> options(Map.of("stage", "test")));
        assertTrue(
                String.valueOf(refusal.getMessage()).contains("[dev, preprod, prod]"),
                refusal::toString);
    }

    private static StageOptions options(Map<String, String> context) throws IOException {
        return StageOptions.of(Synthesized.app(context).getNode());
    }
}
