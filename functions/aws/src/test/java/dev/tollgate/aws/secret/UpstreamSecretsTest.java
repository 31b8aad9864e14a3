package dev.tollgate.aws.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.config.CredentialReference.Stored;
import dev.tollgate.core.config.CredentialReference.StoredParameter;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.MutableClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long a key is used, and when it is asked for.
final class UpstreamSecretsTest {
    private static final Stored KEY = parameter("openai");

    @TempDir Path folder = Path.of("");

    private final MutableClock clock = new MutableClock(Fixtures.NOW);
    private final Vault vault = new Vault();
    private final UpstreamSecrets secrets = new UpstreamSecrets(vault, () -> {}, clock);

    private static StoredParameter parameter(String name) {
        return new StoredParameter("/tollgate/dev/upstream/" + name, name);
    }

    @Test
    void read_neverAskedFor_asksNobody() {
        assertEquals(0, vault.asked.get());
    }

    @Test
    void read_byManyAtOnce_asksOnce() throws Exception {
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<String> read = () -> secrets.read(KEY);
            for (var answer : callers.invokeAll(Collections.nCopies(50, read))) {
                assertEquals("first", answer.get());
            }
        }
        assertEquals(1, vault.asked.get());
    }

    @Test
    void read_onceItIsOld_takesTheRotatedKey() {
        secrets.read(KEY);
        vault.value = "second";
        clock.advance(UpstreamSecrets.FRESH.minusMillis(1));
        assertEquals("first", secrets.read(KEY));
        clock.advance(Duration.ofMillis(1));
        assertEquals("second", secrets.read(KEY));
        assertEquals(2, vault.asked.get());
    }

    @Test
    void read_whileItCannotBeRead_usesTheOldKeyForAnHourAndAsksSeldom() {
        secrets.read(KEY);
        vault.failure = new SecretUnavailableException("down", null);
        clock.advance(UpstreamSecrets.FRESH);
        for (int i = 0; i < 10; i++) {
            assertEquals("first", secrets.read(KEY));
        }
        assertEquals(2, vault.asked.get());
        clock.advance(UpstreamSecrets.GRACE.minus(UpstreamSecrets.FRESH));
        assertThrows(SecretUnavailableException.class, () -> secrets.read(KEY));
        vault.failure = null;
        clock.advance(UpstreamSecrets.PAUSE);
        assertEquals("first", secrets.read(KEY));
    }

    @Test
    void read_ofAKeyThatWasTakenAway_isRefusedOnceItIsOld() {
        secrets.read(KEY);
        vault.failure = new IllegalStateException("does not exist");
        clock.advance(UpstreamSecrets.FRESH);
        assertThrows(IllegalStateException.class, () -> secrets.read(KEY));
    }

    @Test
    void read_ofWhatIsNotThere_asksAgainAfterAPause() {
        vault.failure = new IllegalStateException("does not exist");
        assertThrows(IllegalStateException.class, () -> secrets.read(KEY));
        assertThrows(IllegalStateException.class, () -> secrets.read(KEY));
        assertEquals(1, vault.asked.get());
        vault.failure = null;
        clock.advance(UpstreamSecrets.PAUSE);
        assertEquals("first", secrets.read(KEY));
    }

    @Test
    void renew_afterARotation_readsAnewAndSaysSoToAllWhoWereRefused() {
        secrets.read(KEY);
        clock.advance(UpstreamSecrets.PAUSE);
        vault.value = "second";
        assertTrue(secrets.renew(KEY));
        assertTrue(secrets.renew(KEY));
        assertEquals("second", secrets.read(KEY));
        assertEquals(2, vault.asked.get());
    }

    @Test
    void renew_ofAKeyThatIsSimplyWrong_asksOnceInAPause() {
        secrets.read(KEY);
        assertFalse(secrets.renew(KEY));
        assertEquals(1, vault.asked.get());
        clock.advance(UpstreamSecrets.PAUSE);
        for (int i = 0; i < 10; i++) {
            assertFalse(secrets.renew(KEY));
        }
        assertEquals(2, vault.asked.get());
    }

    @Test
    void renew_whileItCannotBeRead_saysNo() {
        secrets.read(KEY);
        clock.advance(UpstreamSecrets.PAUSE);
        vault.failure = new SecretUnavailableException("down", null);
        assertFalse(secrets.renew(KEY));
        assertEquals("first", secrets.read(KEY));
    }

    @Test
    void read_ofMoreThanItKeeps_forgetsTheOneLeastAskedFor() {
        for (int i = 0; i <= UpstreamSecrets.MOST; i++) {
            secrets.read(parameter("key-" + i));
        }
        int before = vault.asked.get();
        secrets.read(parameter("key-" + UpstreamSecrets.MOST));
        assertEquals(before, vault.asked.get());
        secrets.read(parameter("key-0"));
        assertEquals(before + 1, vault.asked.get());
    }

    @Test
    void read_onALaptop_isTheFileOfThatName() throws IOException {
        var settings = Settings.of(Map.of(Setting.SECRETS_FOLDER.key(), folder.toString()));
        try (var local = UpstreamSecrets.of(settings, clock)) {
            var missing = assertThrows(IllegalStateException.class, () -> local.read(KEY));
            String message = String.valueOf(missing.getMessage());
            assertTrue(message.contains(folder.resolve("openai").toString()), message);
            Files.writeString(folder.resolve("openai"), "of a file\n");
            clock.advance(UpstreamSecrets.PAUSE);
            assertEquals("of a file", local.read(KEY));
        }
    }

    /// One key, whatever it is called.
    private static final class Vault implements SecretSource {
        private final AtomicInteger asked = new AtomicInteger();
        private volatile String value = "first";
        private volatile @Nullable RuntimeException failure;

        @Override
        public String read(Stored reference) {
            asked.incrementAndGet();
            RuntimeException now = failure;
            if (now != null) {
                throw now;
            }
            return value;
        }
    }
}
