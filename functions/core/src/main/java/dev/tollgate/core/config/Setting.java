package dev.tollgate.core.config;

/// The static configuration of all functions: the one list of environment variables that the CDK
/// app writes and the functions read.
public enum Setting {
    /// Name of the table with tenant-owned items.
    TENANT_TABLE("TOLLGATE_TENANT_TABLE"),
    /// Name of the table with platform items: key index, issuers, providers, prices.
    PLATFORM_TABLE("TOLLGATE_PLATFORM_TABLE"),
    /// DynamoDB endpoint, only where it is not AWS's own.
    DYNAMODB_ENDPOINT("TOLLGATE_DYNAMODB_ENDPOINT"),
    /// Role that is assumed with the session tag `TenantId` for a tenant's data and for calls of
    /// Bedrock. Where there is none, the function does both with its own role.
    TENANT_ROLE_ARN("TOLLGATE_TENANT_ROLE_ARN"),
    /// STS endpoint, only where it is not AWS's own.
    STS_ENDPOINT("TOLLGATE_STS_ENDPOINT"),
    /// Secret that virtual keys are hashed under: 16 characters or more. On a laptop; in an account
    /// whoever may see a function's configuration would see it.
    KEY_PEPPER("TOLLGATE_KEY_PEPPER"),
    /// Name of the parameter (a SecureString) that holds that secret, where it is not given itself.
    KEY_PEPPER_PARAMETER("TOLLGATE_KEY_PEPPER_PARAMETER"),
    /// Folder in whose files the stored keys of upstreams are, where there is no AWS: a laptop.
    SECRETS_FOLDER("TOLLGATE_SECRETS_FOLDER"),
    /// Seconds for which dynamic configuration may be stale, 0 to 300; default 10.
    CONFIG_TTL_SECONDS("TOLLGATE_CONFIG_TTL_SECONDS"),
    /// AWS region, as Lambda sets it.
    REGION("AWS_REGION");

    private final String key;

    Setting(String key) {
        this.key = key;
    }

    /// The environment variable.
    public String key() {
        return key;
    }
}
