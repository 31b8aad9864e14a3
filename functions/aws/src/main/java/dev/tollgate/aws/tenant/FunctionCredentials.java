package dev.tollgate.aws.tenant;

import dev.tollgate.core.config.LambdaVariable;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import java.net.URI;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// The function's own credentials: AWS's default chain, which finds those of its role.
///
/// While the endpoint of DynamoDB is on loopback they are those that the settings hold, else a
/// fixed, useless pair: on a laptop no real ones are looked for, and none are sent to an emulator.
public final class FunctionCredentials {
    private static final String USELESS = "local";

    private FunctionCredentials() {}

    /// Looks for nothing before its first use.
    public static AwsCredentialsProvider of(Settings settings) {
        return areLocal(settings)
                ? StaticCredentialsProvider.create(given(settings))
                : DefaultCredentialsProvider.builder().build();
    }

    /// Whether they are a local stack's, which AWS does not know.
    static boolean areLocal(Settings settings) {
        return settings.optional(Setting.DYNAMODB_ENDPOINT)
                .map(URI::create)
                .filter(FunctionCredentials::isLoopback)
                .isPresent();
    }

    private static AwsBasicCredentials given(Settings settings) {
        return AwsBasicCredentials.create(
                settings.optional(LambdaVariable.ACCESS_KEY_ID).orElse(USELESS),
                settings.optional(LambdaVariable.SECRET_ACCESS_KEY).orElse(USELESS));
    }

    static boolean isLoopback(URI endpoint) {
        return switch (String.valueOf(endpoint.getHost())) {
            case "127.0.0.1", "localhost", "[::1]" -> true;
            case String _ -> false;
        };
    }
}
