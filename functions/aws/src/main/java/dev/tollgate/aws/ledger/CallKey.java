package dev.tollgate.aws.ledger;

import dev.tollgate.core.call.CallId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;

/// Names one call in the store: 72 bits of the SHA-256 of its id, so that the marker of a call in
/// flight is short and still leads to the call's line. Two ids of one tenant that meet in it are
/// told apart by the id on the line and refused as a reused id.
record CallKey(String hash) {
    /// Prefix of every marker's attribute in the budget item.
    static final String MARKER = "h#";

    /// Prefix of every line's sort key.
    static final String LINE = "CALL#";

    private static final int BYTES = 9;

    static CallKey of(CallId call) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(call.value().getBytes(StandardCharsets.UTF_8));
            return new CallKey(Base64.getUrlEncoder().encodeToString(Arrays.copyOf(digest, BYTES)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The attribute of the call's hold in the budget item.
    String marker() {
        return MARKER + hash;
    }

    /// The sort key of the call's line.
    String line() {
        return LINE + hash;
    }
}
