package dev.tollgate.core.principal;

import java.util.regex.Pattern;

/// The public name of a virtual key: `[a-z0-9]{8,16}`. Never the secret, nor derived from it.
public record KeyId(String value) {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9]{8,16}");

    public KeyId {
        if (!SHAPE.matcher(value).matches()) {
            throw new IllegalArgumentException("a key id is 8 to 16 of a-z and 0-9");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
