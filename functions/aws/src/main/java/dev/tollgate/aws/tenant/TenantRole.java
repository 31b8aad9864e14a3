package dev.tollgate.aws.tenant;

import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import java.time.Clock;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/// The role that a function assumes for a tenant, `TOLLGATE_TENANT_ROLE_ARN`: its sessions, and the
/// STS client they come from. Where there is no such role, the function's own serves. Making it
/// does no I/O.
public final class TenantRole implements AutoCloseable {
    private final TenantCredentials credentials;
    private final Runnable close;

    private TenantRole(TenantCredentials credentials, Runnable close) {
        this.credentials = credentials;
        this.close = close;
    }

    public static TenantRole of(Settings settings, Clock clock) {
        AwsCredentialsProvider own = FunctionCredentials.of(settings);
        if (settings.optional(Setting.TENANT_ROLE_ARN).isEmpty()) {
            return new TenantRole(TenantCredentials.always(own), () -> {});
        }
        var sts = new AssumeTenantRole(settings, own);
        var sessions =
                new TenantSessions(
                        sts::assume,
                        renewal -> Thread.ofVirtual().name("tenant-session").start(renewal),
                        clock);
        return new TenantRole(sessions, sts::close);
    }

    public TenantCredentials credentials() {
        return credentials;
    }

    @Override
    public void close() {
        close.run();
    }
}
