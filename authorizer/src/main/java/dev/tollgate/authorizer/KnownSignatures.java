package dev.tollgate.authorizer;

import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.security.Key;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/// Remembers which key signed a token, by the token's SHA-256: a token that comes again costs a
/// hash instead of RSA's or the curve's arithmetic. Thread-safe, bounded.
///
/// That a key made a signature never changes. What can change is asked anew each time and is not
/// kept here: whether the key is still in its issuer's set, whether the token has expired, whose it
/// is. Wrong signatures are not kept, so made-up tokens push no good one out.
final class KnownSignatures {
    static final int MOST = 1_000;

    private final ReentrantLock lock = new ReentrantLock();
    private final SequencedMap<String, Key> keys = new LinkedHashMap<>(16, 0.75f, true);

    /// @param arithmetic asked when it is not known
    boolean isSignedBy(SignedJWT jwt, Key key, BooleanSupplier arithmetic) {
        String token = hash(jwt.getParsedString());
        if (isKnown(token, key)) {
            return true;
        }
        boolean signed = arithmetic.getAsBoolean();
        if (signed) {
            keep(token, key);
        }
        return signed;
    }

    private boolean isKnown(String token, Key key) {
        lock.lock();
        try {
            return key.equals(keys.get(token));
        } finally {
            lock.unlock();
        }
    }

    private void keep(String token, Key key) {
        lock.lock();
        try {
            keys.put(token, key);
            if (keys.size() > MOST) {
                keys.pollFirstEntry();
            }
        } finally {
            lock.unlock();
        }
    }

    private static String hash(String token) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
