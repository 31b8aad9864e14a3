package dev.tollgate.aws.key;

import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.principal.KeyPepper;
import dev.tollgate.core.principal.KeyStoreUnavailableException;
import dev.tollgate.core.principal.PepperSource;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// The pepper as a SecureString of Systems Manager's Parameter Store. Asked for when the first key
/// comes, so that no snapshot holds it, and kept from then on: it never changes, as another one
/// would make every key unknown. A failure is not kept.
public final class SsmKeyPepper implements PepperSource, AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(4);
    private static final Duration ATTEMPT = Duration.ofSeconds(2);

    private final SsmClient client;
    private final String parameter;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable KeyPepper known;

    /// @param parameter the parameter's name or ARN
    public SsmKeyPepper(SsmClient client, String parameter) {
        this.client = client;
        this.parameter = parameter;
    }

    /// Does no I/O.
    ///
    /// @throws IllegalStateException naming the setting that is missing
    public static SsmKeyPepper of(Settings settings) {
        return new SsmKeyPepper(
                SsmClient.builder()
                        .region(Region.of(settings.required(Setting.REGION)))
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .overrideConfiguration(configuration ->
                                configuration.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL))
                        .build(),
                settings.required(Setting.KEY_PEPPER_PARAMETER));
    }

    @Override
    public KeyPepper pepper() {
        KeyPepper pepper = known;
        if (pepper != null) {
            return pepper;
        }
        lock.lock();
        try {
            pepper = known;
            if (pepper == null) {
                pepper = read();
                known = pepper;
            }
            return pepper;
        } finally {
            lock.unlock();
        }
    }

    private KeyPepper read() {
        try {
            Parameter found =
                    client.getParameter(request -> request.name(parameter).withDecryption(true))
                            .parameter();
            if (found.type() != ParameterType.SECURE_STRING) {
                throw unavailable("is no SecureString: make it anew as one", null);
            }
            return new KeyPepper(found.value());
        } catch (ParameterNotFoundException e) {
            throw unavailable("does not exist: docs/deploy.md says how to make it", e);
        } catch (IllegalArgumentException e) {
            throw unavailable("is too short", e);
        } catch (SdkException e) {
            throw unavailable("cannot be read", e);
        }
    }

    private KeyStoreUnavailableException unavailable(String problem, @Nullable Exception cause) {
        return new KeyStoreUnavailableException(
                "the parameter " + parameter + " with the pepper of virtual keys " + problem,
                cause);
    }

    @Override
    public void close() {
        client.close();
    }
}
