package dev.tollgate.core.principal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KeySecretTest {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final long SEED = 20_261_122;

    private final Random random = new Random(SEED);
    private final KeySecret secret = KeySecret.of(letters(52));

    @Test
    void of_random_isRecognisableAndReadBack() {
        assertTrue(secret.value().matches("tg_[a-z0-9]{40}[0-9a-f]{6}"), secret.value());
        assertTrue(KeySecret.looksLike(secret.value()));
        assertEquals(Optional.of(secret), KeySecret.read(secret.value()));
    }

    @Test
    void read_oneCharacterChanged_isNeverAKey() {
        for (int i = 0; i < secret.value().length(); i++) {
            char other = secret.value().charAt(i) == 'a' ? 'b' : 'a';
            String typo = secret.value().substring(0, i) + other + secret.value().substring(i + 1);
            assertEquals(Optional.empty(), KeySecret.read(typo), "seed " + SEED + " at " + i);
        }
    }

    @Test
    void read_tooLongOrTooShort_isNotAKey() {
        String value = secret.value();
        assertEquals(Optional.empty(), KeySecret.read(value + "0"));
        assertEquals(Optional.empty(), KeySecret.read(value.substring(0, value.length() - 1)));
        assertEquals(Optional.empty(), KeySecret.read(""));
        assertThrows(IllegalArgumentException.class, () -> new KeySecret("tg_"));
    }

    @Test
    void hash_anotherPepperOrSecret_isAnotherHash() {
        var pepper = new KeyPepper(letters(32));
        String hash = pepper.hash(secret);

        assertTrue(hash.matches("[0-9a-f]{64}"), hash);
        assertEquals(hash, pepper.hash(new KeySecret(secret.value())));
        assertNotEquals(hash, new KeyPepper(letters(32)).hash(secret));
        assertNotEquals(hash, pepper.hash(KeySecret.of(letters(52))));
    }

    @Test
    void toString_secretAndPepper_hideTheirValue() {
        String pepper = letters(32);

        assertFalse(secret.toString().contains(secret.value()));
        assertFalse(new KeyPepper(pepper).toString().contains(pepper));
    }

    @Test
    void pepper_shortOrAnArn_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> new KeyPepper(letters(15)));
        assertThrows(
                IllegalArgumentException.class,
                () -> new KeyPepper("arn:aws:secretsmanager:eu-central-1:1:secret:pepper"));
    }

    private String letters(int count) {
        return random.ints(count, 0, LETTERS.length())
                .mapToObj(i -> LETTERS.substring(i, i + 1))
                .collect(Collectors.joining());
    }
}
