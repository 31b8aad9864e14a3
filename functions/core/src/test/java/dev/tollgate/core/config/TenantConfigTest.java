package dev.tollgate.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitScope;
import dev.tollgate.core.ledger.LimitUnit;
import dev.tollgate.core.ledger.Window;
import dev.tollgate.core.principal.KeyId;
import dev.tollgate.core.principal.Principal;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.tenant.TenantId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TenantConfigTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final KeyId LISTED = new KeyId("listed0key");
    private static final KeyId UNLISTED = new KeyId("other0key0");
    private static final Limit OF_TENANT =
            new Limit(new LimitScope.WholeTenant(), Window.DAY, LimitUnit.MONEY, 9);
    private static final Limit OF_KEY =
            new Limit(new LimitScope.OneKey(LISTED), Window.DAY, LimitUnit.MONEY, 1);
    private static final TenantConfig CONFIG =
            new TenantConfig(
                    3,
                    ACME,
                    "Acme",
                    ZoneOffset.UTC,
                    Map.of(
                            "a",
                            Route.to(new Target("p", "m", 1)),
                            "b",
                            Route.to(new Target("p", "m", 1))),
                    List.of(OF_TENANT),
                    Map.of(
                            LISTED,
                            new KeyPolicy(
                                    new Scope(Set.of("a"), Set.of(RouteFamily.BEDROCK)),
                                    List.of(OF_KEY))),
                    null);

    @Test
    void limitsOf_tokenOrUnlistedKey_areTheTenants() {
        assertEquals(List.of(OF_TENANT), CONFIG.limitsOf(caller(null, Scope.everything())));
        assertEquals(List.of(OF_TENANT), CONFIG.limitsOf(caller(UNLISTED, Scope.everything())));
    }

    @Test
    void limitsOf_listedKey_areTheTenantsAndItsOwn() {
        assertEquals(
                List.of(OF_TENANT, OF_KEY), CONFIG.limitsOf(caller(LISTED, Scope.everything())));
    }

    @Test
    void allowsModel_listedKey_needsBothScopes() {
        Scope onlyB = new Scope(Set.of("b"), Set.of(RouteFamily.BEDROCK));

        assertTrue(CONFIG.allowsModel(caller(LISTED, Scope.everything()), "a"));
        assertFalse(CONFIG.allowsModel(caller(LISTED, Scope.everything()), "b"));
        assertFalse(CONFIG.allowsModel(caller(LISTED, onlyB), "a"));
        assertFalse(CONFIG.allowsModel(caller(LISTED, onlyB), "b"));
        assertTrue(CONFIG.allowsModel(caller(UNLISTED, onlyB), "b"));
    }

    private static Principal caller(@Nullable KeyId key, Scope scope) {
        return new Principal(ACME, "alice", key, scope);
    }
}
