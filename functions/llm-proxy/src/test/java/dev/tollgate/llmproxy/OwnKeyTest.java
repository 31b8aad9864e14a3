package dev.tollgate.llmproxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.aws.secret.SecretUnavailableException;
import dev.tollgate.core.call.Attempt;
import dev.tollgate.core.call.Decision.KeyOwner;
import dev.tollgate.core.config.Choice;
import dev.tollgate.core.config.Fallback;
import dev.tollgate.core.config.Patience;
import dev.tollgate.core.config.Route;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.config.UpstreamKey;
import dev.tollgate.testkit.Fixtures;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Whose key an upstream is shown, and what happens when the tenant's own is not to be had.
final class OwnKeyTest {
    private static final String REFERENCE = "ssm:/tollgate/dev/upstream/acme/openai";

    private final Rig rig = new Rig((_, wire) -> wire.whole(200, Speech.OPENAI.whole("Hello.")));

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void call_ofATenantWithAKey_showsItAndSaysSo() throws IOException {
        own(false, _ -> "the-tenants");
        assertEquals(200, complete("sim.gpt").status());
        assertEquals("Bearer the-tenants", shown());
        assertEquals(KeyOwner.TENANT, attempt().decision().keyOwner());
        assertFalse(rig.books.lines(Fixtures.ACME, 1).toString().contains("the-tenants"));
    }

    @Test
    void call_ofAnotherProvider_showsTheSharedKey() throws IOException {
        rig.ownKeys(Map.of("sim-gemini", new UpstreamKey(REFERENCE, false)), _ -> "the-tenants");
        assertEquals(200, complete("sim.gpt").status());
        assertEquals("Bearer upstream-key", shown());
        assertEquals(KeyOwner.SHARED, attempt().decision().keyOwner());
    }

    @Test
    void call_withAKeyThatIsMissing_isRefusedBeforeAnythingIsHeldOrAsked() throws IOException {
        own(false, OwnKeyTest::missing);
        Client client = complete("sim.gpt");
        assertEquals("upstream_rejected", client.code(), client.text());
        assertTrue(client.text().contains("the tenant refuses the shared one"), client.text());
        assertFalse(client.text().contains("ssm:"), client.text());
        assertNothingDone();
    }

    @Test
    void call_withAKeyThatCannotBeReadNow_isRefusedAsOneToTryAgain() throws IOException {
        own(false, OwnKeyTest::unreadable);
        Client client = complete("sim.gpt");
        assertEquals("upstream_failed", client.code(), client.text());
        assertNothingDone();
    }

    @Test
    void call_withoutItsKey_goesByTheSharedOneWhereThatIsAllowed() throws IOException {
        for (UnaryOperator<String> secrets :
                List.<UnaryOperator<String>>of(OwnKeyTest::missing, OwnKeyTest::unreadable)) {
            own(true, secrets);
            assertEquals(200, complete("sim.gpt").status());
            assertEquals("Bearer upstream-key", shown());
            assertEquals(KeyOwner.SHARED, attempt().decision().keyOwner());
        }
    }

    @Test
    void call_withAKeyThatTheProviderRefuses_isNotMadeWithTheSharedOne() throws IOException {
        rig.upstream.script((_, wire) -> wire.whole(401, "{\"error\":{\"message\":\"no\"}}"));
        own(true, _ -> "the-tenants");
        assertEquals("upstream_rejected", complete("sim.gpt").code());
        assertEquals(1, rig.upstream.requests().size());
        assertEquals("Bearer the-tenants", shown());
    }

    @Test
    void call_ofARouteWhoseFirstTargetLacksItsKey_goesToTheNext() throws IOException {
        rig.route(
                "two",
                new Route(
                        List.of(
                                Choice.of(new Target("sim-openai", "first", 64)),
                                Choice.of(new Target("sim-azure", "second", 64))),
                        Fallback.NONE,
                        Patience.UNBOUNDED,
                        false,
                        Set.of()));
        own(false, OwnKeyTest::missing);
        assertEquals(200, complete("two").status());
        assertEquals(1, rig.upstream.requests().size());
        assertEquals(
                List.of("sim-openai/first: upstream_rejected"), attempt().decision().passedOver());
    }

    private void own(boolean sharedAllowed, UnaryOperator<String> secrets) {
        rig.ownKeys(Map.of("sim-openai", new UpstreamKey(REFERENCE, sharedAllowed)), secrets);
    }

    private static String missing(String reference) {
        throw new IllegalStateException("there is no " + reference);
    }

    private static String unreadable(String reference) {
        throw new SecretUnavailableException(reference + " cannot be read now", null);
    }

    private Client complete(String alias) throws IOException {
        return rig.complete(
                "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi.\"}]}"
                        .formatted(alias));
    }

    private String shown() {
        return rig.upstream.requests().getLast().headers().getOrDefault("authorization", "");
    }

    private Attempt attempt() {
        return rig.books.lines(Fixtures.ACME, 1).getFirst().attempts().getLast();
    }

    private void assertNothingDone() {
        assertEquals(List.of(), rig.upstream.requests());
        assertEquals(List.of(), rig.books.lines(Fixtures.ACME, 10));
        var books = rig.books.books(Fixtures.ACME, List.of(), Fixtures.ZONE, Fixtures.NOW);
        assertEquals(List.of(), books.holds());
    }
}
