package dev.tollgate.aws.tenant;

import dev.tollgate.core.tenant.TenantId;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// Gives the credentials for what is done for a tenant. Thread-safe; asked for every request, so
/// nobody keeps the answer.
@FunctionalInterface
public interface TenantCredentials {
    /// @throws dev.tollgate.core.tenant.TenantSessionUnavailableException when there are none now
    AwsCredentialsProvider of(TenantId tenant);

    /// The same ones for every tenant: isolation is then the code's alone.
    static TenantCredentials always(AwsCredentialsProvider own) {
        return _ -> own;
    }
}
