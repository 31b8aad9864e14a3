package dev.tollgate.runtime;

import dev.tollgate.core.call.IdSource;
import java.security.SecureRandom;

/// Ids of 134 bits from the platform's secure generator, which stays unique after a SnapStart
/// restore. Thread-safe.
public final class SecureIds implements IdSource {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 26;

    private final SecureRandom random = new SecureRandom();

    @Override
    public String next() {
        var id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            id.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return id.toString();
    }
}
