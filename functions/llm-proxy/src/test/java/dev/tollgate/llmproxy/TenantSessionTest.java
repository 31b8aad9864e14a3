package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.ConfigUnavailableException;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.core.money.Money;
import dev.tollgate.core.principal.RouteFamily;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.core.tenant.TenantSessionUnavailableException;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Whose credentials a call of Bedrock is signed with, and what happens when there are none.
final class TenantSessionTest {
    private static final String ANSWER =
            "{\"output\":{\"message\":{\"role\":\"assistant\",\"content\":[{\"text\":\"Hello.\"}]}},"
                    + "\"stopReason\":\"end_turn\","
                    + "\"usage\":{\"inputTokens\":3,\"outputTokens\":2,\"totalTokens\":5}}";

    private final Rig rig = new Rig((_, wire) -> wire.whole(200, ANSWER));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void converse_providerWithoutCredential_isSignedInTheCallersOwnSession() throws IOException {
        rig.sessions(tenant ->
                StaticCredentialsProvider.create(
                        AwsSessionCredentials.create("of-" + tenant, "hidden", "token-" + tenant)));
        assertEquals(200, rig.call(Rig.OWN, "converse", Rig.SAY_HELLO).status());
        var sent = rig.upstream.requests().getFirst().headers();
        assertEquals("token-acme", sent.get("x-amz-security-token"));
        String authorization = Objects.requireNonNull(sent.get("authorization"));
        assertTrue(authorization.contains("Credential=of-acme/"), authorization);
        assertTrue(authorization.contains("x-amz-security-token"), "signed: " + authorization);
    }

    @Test
    void converse_providerWithCredential_needsNoSession() throws IOException {
        assertEquals(200, rig.call("sim.claude", "converse", Rig.SAY_HELLO).status());
        var sent = rig.upstream.requests().getFirst().headers();
        assertNull(sent.get("x-amz-security-token"));
    }

    @Test
    void converse_withoutASession_is503AndNothingIsCalledOrCharged() throws IOException {
        Client client = rig.call(Rig.OWN, "converse", Rig.SAY_HELLO);
        assertEquals(503, client.status());
        assertEquals("ServiceUnavailableException", client.header("x-amzn-ErrorType"));
        assertEquals("tenant_session_unavailable", client.code());
        assertEquals(List.of(), rig.upstream.requests());
        var attempt = rig.books.lines(Fixtures.ACME, 1).getFirst().attempts().getFirst();
        assertEquals(Money.ZERO, attempt.cost());
        var books = rig.books.books(Fixtures.ACME, List.of(), Fixtures.ZONE, Fixtures.NOW);
        assertEquals(List.of(), books.holds());
    }

    @Test
    void check_configurationBehindASessionThatIsNotToBeHad_saysSo() {
        var entitlement = new CheckEntitlement(new Sessionless(), rig.clock);
        var refusal =
                Assertions.assertThrows(
                        Refused.class,
                        () ->
                                entitlement.check(
                                        Fixtures.alice(), RouteFamily.BEDROCK, "sim.claude"));
        Assertions.assertInstanceOf(GatewayError.SessionUnavailable.class, refusal.error());
    }

    /// As the DynamoDB adapter behind its cache says it.
    private static final class Sessionless implements ConfigStore {
        @Override
        public PlatformConfig platform() {
            return PlatformConfig.EMPTY;
        }

        @Override
        public Optional<TenantConfig> tenant(TenantId tenant) {
            var session =
                    new TenantSessionUnavailableException(
                            tenant, new IllegalStateException("STS is down"));
            var store = new ConfigUnavailableException("the configuration", session);
            throw new ConfigUnavailableException("none young enough", store);
        }
    }
}
