package dev.tollgate.aws.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.RecordSampler;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConfigDocumentsTest {
    private static final long SEED = 3_141;
    private static final int SAMPLES = 300;
    private static final String PLATFORM =
            """
            {"issuers":[], "prices":{}, "later":1, "providers":[
              {"id":"a","kind":"openai","baseUrl":"https://a","outputBound":1,"later":{}},
              {"id":"b","kind":"of-a-later-release","baseUrl":"https://b","outputBound":1}]}
            """;

    private final RecordSampler sampler = new RecordSampler(SEED);

    @Test
    void platform_anySample_comesBackWhole() {
        for (int i = 0; i < SAMPLES; i++) {
            PlatformConfig platform = sampler.next(PlatformConfig.class);
            assertEquals(
                    platform,
                    ConfigDocuments.platform(platform.version(), ConfigDocuments.json(platform)),
                    () -> "seed " + SEED);
        }
    }

    @Test
    void tenant_anySample_comesBackWhole() {
        for (int i = 0; i < SAMPLES; i++) {
            TenantConfig tenant = sampler.next(TenantConfig.class);
            assertEquals(
                    tenant,
                    ConfigDocuments.tenant(
                            tenant.tenant(), tenant.version(), ConfigDocuments.json(tenant)),
                    () -> "seed " + SEED);
        }
    }

    @Test
    void platform_membersAndKindsOfALaterRelease_arePassedOver() {
        PlatformConfig platform = ConfigDocuments.platform(1, PLATFORM);

        assertEquals(Map.of("a", platform.providers().get("a")), platform.providers());
    }

    @Test
    void tenant_limitOfALaterRelease_isAnErrorAndNotLeftOut() {
        TenantConfig limited =
                new TenantConfig(
                        1,
                        Fixtures.ACME,
                        "Acme",
                        Fixtures.ZONE,
                        Map.of(),
                        List.of(Fixtures.tenantLimit(Window.DAY, LimitUnit.MONEY, 1)),
                        Map.of(),
                        null);
        String known = ConfigDocuments.json(limited);
        String later = known.replace("\"day\"", "\"fortnight\"");
        assertTrue(known.contains("\"day\""), known);

        assertThrows(
                IllegalArgumentException.class,
                () -> ConfigDocuments.tenant(Fixtures.ACME, 1, later));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "{}", "{\"issuers\":[{}],\"providers\":[],\"prices\":{}}"})
    void platform_brokenDocument_isAnError(String json) {
        assertThrows(IllegalArgumentException.class, () -> ConfigDocuments.platform(1, json));
    }
}
