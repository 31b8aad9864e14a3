package dev.tollgate.core.principal;

/// The secret that virtual keys are hashed under: who reads the key index alone can neither use nor
/// test a key.
///
/// @param value 16 characters or more
public record KeyPepper(String value) {
    private static final int SHORTEST = 16;

    /// @throws IllegalArgumentException when it is too short to be a secret
    public KeyPepper {
        if (value.length() < SHORTEST) {
            throw new IllegalArgumentException(
                    "the pepper of virtual keys has " + SHORTEST + " characters or more");
        }
        if (value.startsWith("arn:")) {
            throw new IllegalArgumentException(
                    "the pepper of virtual keys is an ARN: give the secret itself,"
                            + " or name a parameter");
        }
    }

    /// The name under which the key is stored.
    public String hash(KeySecret secret) {
        return secret.hash(value);
    }

    @Override
    public String toString() {
        return "***";
    }
}
