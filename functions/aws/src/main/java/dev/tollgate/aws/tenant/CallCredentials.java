package dev.tollgate.aws.tenant;

import dev.tollgate.core.config.Settings;
import dev.tollgate.core.tenant.TenantId;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;

/// Whose credentials sign a call of Bedrock for a provider that has none of its own. Thread-safe;
/// asked for every call, so nobody keeps the answer.
@FunctionalInterface
public interface CallCredentials {
    /// @param upstream where the call goes
    /// @throws dev.tollgate.core.tenant.TenantSessionUnavailableException when there are none now
    AwsCredentialsProvider of(TenantId tenant, URI upstream);

    /// The tenant's session, so that IAM and the invoice know whose call it is. A local stack's
    /// sessions mean nothing beyond this machine: what leaves it is signed by whoever started the
    /// stack, as AWS's own tools find him. Looks for nothing before its first use.
    static CallCredentials of(Settings settings, TenantCredentials sessions) {
        if (!FunctionCredentials.areLocal(settings)) {
            return (tenant, _) -> sessions.of(tenant);
        }
        AwsCredentialsProvider starter = DefaultCredentialsProvider.builder().build();
        return (tenant, upstream) ->
                FunctionCredentials.isLoopback(upstream) ? sessions.of(tenant) : starter;
    }
}
