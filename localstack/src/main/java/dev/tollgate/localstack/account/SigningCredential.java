package dev.tollgate.localstack.account;

import org.jspecify.annotations.Nullable;

/// An AWS credential of the local stack.
///
/// @param sessionToken of a temporary one, which every request has to bring
public record SigningCredential(
        String accessKeyId, String secretAccessKey, @Nullable String sessionToken) {
    /// That does not end.
    public SigningCredential(String accessKeyId, String secretAccessKey) {
        this(accessKeyId, secretAccessKey, null);
    }

    /// Without the secrets.
    @Override
    public String toString() {
        return "SigningCredential[" + accessKeyId + ", ***]";
    }
}
