package dev.tollgate.llmproxy.routing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// Numbers that look drawn and are the same for the same words: no state to keep, no seed to
/// restore, and a decision can be told again from what stands on record. Nothing secret rests on
/// them.
public final class Draw {
    private static final double STEPS = 0x1p53;

    private Draw() {}

    /// @param words in this order; where one ends and the next begins counts
    /// @return above 0, below 1
    public static double of(String... words) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String word : words) {
                byte[] bytes = word.getBytes(StandardCharsets.UTF_8);
                digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array());
                digest.update(bytes);
            }
            long bits = ByteBuffer.wrap(digest.digest()).getLong() >>> 11;
            return (bits + 0.5) / STEPS;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
