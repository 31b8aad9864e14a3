package dev.tollgate.aws.tenant;

import java.time.Instant;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// Credentials of the tenant role, tagged with one tenant.
///
/// @param expires when AWS refuses them
record TenantSession(AwsCredentialsProvider credentials, Instant expires) {
    /// Without the credentials.
    @Override
    public String toString() {
        return "TenantSession[***, " + expires + "]";
    }
}
