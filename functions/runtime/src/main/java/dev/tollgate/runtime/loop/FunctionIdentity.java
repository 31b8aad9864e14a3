package dev.tollgate.runtime.loop;

import dev.tollgate.core.config.LambdaVariable;
import dev.tollgate.core.config.Settings;

/// Which function this process is.
record FunctionIdentity(
        String name, String version, int memoryMegabytes, String logGroup, String logStream) {
    static FunctionIdentity of(Settings settings) {
        return new FunctionIdentity(
                settings.optional(LambdaVariable.FUNCTION_NAME).orElse(""),
                settings.optional(LambdaVariable.FUNCTION_VERSION).orElse(""),
                Integer.parseInt(settings.optional(LambdaVariable.MEMORY_SIZE).orElse("0")),
                settings.optional(LambdaVariable.LOG_GROUP).orElse(""),
                settings.optional(LambdaVariable.LOG_STREAM).orElse(""));
    }
}
