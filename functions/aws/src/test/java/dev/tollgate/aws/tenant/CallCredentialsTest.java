package dev.tollgate.aws.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.tenant.TenantSessionUnavailableException;
import dev.tollgate.testkit.Fixtures;
import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Who signs calls of Bedrock. The laptop's credentials are given as properties of the JVM, the
/// first place in which AWS's chain looks.
final class CallCredentialsTest {
    private static final String KEY = "aws.accessKeyId";
    private static final String SECRET = "aws.secretAccessKey";
    private static final URI AWS = URI.create("https://bedrock-runtime.us-east-1.amazonaws.com/x");
    private static final URI SIMULATOR = URI.create("http://127.0.0.1:8789/bedrock/x");
    private static final Settings LAPTOP =
            Settings.of(Map.of(Setting.DYNAMODB_ENDPOINT.key(), "http://127.0.0.1:8790"));
    private static final Settings ACCOUNT = Settings.of(Map.of());

    private final TenantCredentials sessions =
            tenant ->
                    StaticCredentialsProvider.create(
                            AwsBasicCredentials.create("of-" + tenant, "hidden"));

    private @Nullable String key;
    private @Nullable String secret;

    @BeforeEach
    void signIn() {
        key = System.setProperty(KEY, "of-the-laptop");
        secret = System.setProperty(SECRET, "hidden");
    }

    @AfterEach
    void signOut() {
        restore(KEY, key);
        restore(SECRET, secret);
    }

    private static void restore(String name, @Nullable String value) {
        if (value == null) {
            System.clearProperty(name);
        } else {
            System.setProperty(name, value);
        }
    }

    @Test
    void call_onALaptopToAws_isSignedByWhoStartedTheStack() {
        assertEquals("of-the-laptop", signer(LAPTOP, AWS));
    }

    @Test
    void call_onALaptopToTheSimulator_isSignedInTheTenantsSession() {
        assertEquals("of-acme", signer(LAPTOP, SIMULATOR));
    }

    @Test
    void call_inAnAccount_isSignedInTheTenantsSessionWhereverItGoes() {
        assertEquals("of-acme", signer(ACCOUNT, AWS));
        assertEquals("of-acme", signer(ACCOUNT, SIMULATOR));
    }

    @Test
    void call_inAnAccountWithoutASession_isNotSignedByAnybodyElse() {
        TenantCredentials none =
                tenant -> {
                    throw new TenantSessionUnavailableException(
                            tenant, new IllegalStateException("STS is down"));
                };
        var credentials = CallCredentials.of(ACCOUNT, none);
        assertThrows(
                TenantSessionUnavailableException.class, () -> credentials.of(Fixtures.ACME, AWS));
    }

    private String signer(Settings settings, URI upstream) {
        return CallCredentials.of(settings, sessions)
                .of(Fixtures.ACME, upstream)
                .resolveCredentials()
                .accessKeyId();
    }
}
