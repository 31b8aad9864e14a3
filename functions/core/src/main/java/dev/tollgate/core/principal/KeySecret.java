package dev.tollgate.core.principal;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The secret of a virtual key: `tg_` + 40 of `[a-z0-9]` + the first 6 hex digits of the CRC-32 of
/// what stands before. Prefix and checksum let scanners recognise one and let a typo be told
/// without a look-up.
public record KeySecret(String value) {
    private static final String PREFIX = "tg_";
    private static final int RANDOM = 40;
    private static final int CHECKSUM = 6;

    public KeySecret {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not a Tollgate key");
        }
    }

    /// @param random at least 40 of `[a-z0-9]`, unguessable
    public static KeySecret of(String random) {
        String body = PREFIX + random.substring(0, RANDOM);
        return new KeySecret(body + checksum(body));
    }

    /// Reads a credential, if it looks like one of ours and its checksum holds.
    public static Optional<KeySecret> read(String credential) {
        return isWellFormed(credential) ? Optional.of(new KeySecret(credential)) : Optional.empty();
    }

    /// Whether the credential claims to be one of ours, well-formed or not.
    public static boolean looksLike(String credential) {
        return credential.startsWith(PREFIX);
    }

    /// The keyed hash it is stored under: HMAC-SHA-256, hex.
    public String hash(String pepper) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(pepper.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(value.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    private static boolean isWellFormed(String value) {
        int body = PREFIX.length() + RANDOM;
        if (!value.startsWith(PREFIX) || value.length() != body + CHECKSUM) {
            return false;
        }
        boolean plain =
                value.chars()
                        .skip(PREFIX.length())
                        .allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
        return plain && checksum(value.substring(0, body)).equals(value.substring(body));
    }

    private static String checksum(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.UTF_8));
        return String.format(Locale.ROOT, "%08x", crc.getValue()).substring(0, CHECKSUM);
    }

    @Override
    public String toString() {
        return "***";
    }
}
