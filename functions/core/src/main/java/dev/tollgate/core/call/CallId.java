package dev.tollgate.core.call;

import java.util.regex.Pattern;

/// Names one logical call of a tenant over all its retries: the client's `amz-sdk-invocation-id` or
/// `Idempotency-Key`, else one of ours. Chosen by the client, so it means nothing across tenants.
public record CallId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9._:-]{1,128}");

    public CallId {
        if (!isValid(value)) {
            throw new IllegalArgumentException("a call id is 1 to 128 of A-Z a-z 0-9 . _ : -");
        }
    }

    public static boolean isValid(String value) {
        return SHAPE.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
