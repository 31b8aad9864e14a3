package dev.tollgate.core.principal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.tenant.TenantId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PrincipalContextTest {
    private static final TenantId ACME = new TenantId("acme");

    static Stream<Principal> principals() {
        return Stream.of(
                new Principal(ACME, "ada", null, Scope.everything()),
                new Principal(ACME, "ada", new KeyId("abcd1234"), Scope.everything()),
                new Principal(
                        ACME,
                        "Zoë | \"ops\" 1",
                        null,
                        new Scope(Set.of("sim.gpt", "sim.claude"), Set.of(RouteFamily.BEDROCK))),
                new Principal(ACME, "x", null, new Scope(Set.of(), Set.of())),
                new Principal(
                        ACME,
                        "x",
                        null,
                        Scope.everything(),
                        Map.of("a=b&c", Set.of("Größe 1 + 2", "=&%"), "plan", Set.of("gold"))));
    }

    @ParameterizedTest
    @MethodSource("principals")
    void decode_whatWasEncoded_isTheSame(Principal principal) {
        assertEquals(principal, PrincipalContext.decode(PrincipalContext.encode(principal)));
    }

    @Test
    void decode_partMissing_isRefused() {
        Map<String, String> whole =
                PrincipalContext.encode(new Principal(ACME, "ada", null, Scope.everything()));
        for (String part : whole.keySet()) {
            var context = new HashMap<>(whole);
            context.remove(part);
            assertThrows(
                    IllegalArgumentException.class, () -> PrincipalContext.decode(context), part);
        }
    }

    @Test
    void decode_tenantWithASeparator_isRefused() {
        var context =
                new HashMap<>(
                        PrincipalContext.encode(
                                new Principal(ACME, "ada", null, Scope.everything())));
        for (String tenant : List.of("acme#1", "ACME", "a", "")) {
            context.put(PrincipalContext.TENANT, tenant);
            assertThrows(IllegalArgumentException.class, () -> PrincipalContext.decode(context));
        }
    }

    @Test
    void credentials_anySpelling_areAllFound() {
        assertEquals(List.of(), CredentialHeaders.credentials(Map.of("cookie", List.of("a"))));
        assertEquals(
                Set.of(
                        new CredentialHeaders.Presented(false, "a"),
                        new CredentialHeaders.Presented(false, "b"),
                        new CredentialHeaders.Presented(true, "c"),
                        new CredentialHeaders.Presented(true, "d")),
                Set.copyOf(
                        CredentialHeaders.credentials(
                                Map.of(
                                        "AUTHORIZATION", List.of("a", "b"),
                                        "X-Api-Key", List.of("c"),
                                        "api-Key", List.of("d")))));
        assertTrue(CredentialHeaders.credentials(Map.of("Authorization", List.of())).isEmpty());
    }
}
