package dev.tollgate.core.config;

/// What Lambda itself puts into a function's environment. The runtime loop reads it; nobody of ours
/// writes it but an emulator.
public enum LambdaVariable {
    /// Name of the class to call; `::method` behind it is ignored.
    HANDLER("_HANDLER"),
    /// `host:port` of the Runtime API.
    RUNTIME_API("AWS_LAMBDA_RUNTIME_API"),
    /// `on-demand`, `provisioned-concurrency` or `snap-start`.
    INITIALIZATION_TYPE("AWS_LAMBDA_INITIALIZATION_TYPE"),
    FUNCTION_NAME("AWS_LAMBDA_FUNCTION_NAME"),
    FUNCTION_VERSION("AWS_LAMBDA_FUNCTION_VERSION"),
    /// Megabytes.
    MEMORY_SIZE("AWS_LAMBDA_FUNCTION_MEMORY_SIZE"),
    /// Of the function's own role.
    ACCESS_KEY_ID("AWS_ACCESS_KEY_ID"),
    SECRET_ACCESS_KEY("AWS_SECRET_ACCESS_KEY"),
    LOG_GROUP("AWS_LAMBDA_LOG_GROUP_NAME"),
    LOG_STREAM("AWS_LAMBDA_LOG_STREAM_NAME");

    private final String key;

    LambdaVariable(String key) {
        this.key = key;
    }

    /// The environment variable.
    public String key() {
        return key;
    }
}
