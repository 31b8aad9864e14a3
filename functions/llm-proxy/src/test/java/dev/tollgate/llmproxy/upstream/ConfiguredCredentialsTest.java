package dev.tollgate.llmproxy.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.aws.secret.UpstreamSecrets;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which secret a reference is.
final class ConfiguredCredentialsTest {
    @TempDir Path folder = Path.of("");

    private Credentials credentials() {
        var settings =
                Settings.of(
                        Map.of(
                                "TOLLGATE_UPSTREAM_KEY",
                                "of the environment",
                                "TOLLGATE_KEY_PEPPER",
                                "never to be sent away",
                                Setting.SECRETS_FOLDER.key(),
                                folder.toString()));
        var stored = UpstreamSecrets.of(settings, new MutableClock(Fixtures.NOW));
        return new ConfiguredCredentials(settings, stored);
    }

    @Test
    void secret_ofAVariable_isTheVariables() {
        assertEquals("of the environment", credentials().secret("env:TOLLGATE_UPSTREAM_KEY"));
        assertFalse(credentials().renew("env:TOLLGATE_UPSTREAM_KEY"));
    }

    @Test
    void secret_ofEitherStore_isTheStores() throws IOException {
        Files.writeString(folder.resolve("openai"), "of the store");
        assertEquals("of the store", credentials().secret("ssm:/tollgate/dev/upstream/openai"));
        assertEquals(
                "of the store",
                credentials().secret("secretsmanager:tollgate/dev/upstream/openai"));
    }

    @Test
    void secret_thatIsNotThere_isNamed() {
        assertTrue(refusal("env:TOLLGATE_UPSTREAM_OTHER").contains("env:TOLLGATE_UPSTREAM_OTHER"));
        String message = refusal("ssm:/tollgate/dev/upstream/other");
        assertTrue(message.contains("ssm:/tollgate/dev/upstream/other"), message);
    }

    @Test
    void secret_ofWhatNamesNone_isNotRepeated() {
        assertFalse(refusal("env:TOLLGATE_KEY_PEPPER").contains("PEPPER"));
        assertFalse(refusal("pasted").contains("pasted"));
    }

    private String refusal(String reference) {
        Credentials credentials = credentials();
        return String.valueOf(
                assertThrows(IllegalStateException.class, () -> credentials.secret(reference))
                        .getMessage());
    }
}
