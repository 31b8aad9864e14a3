package dev.tollgate.aws.secret;

import dev.tollgate.aws.tenant.FunctionCredentials;
import dev.tollgate.core.config.CredentialReference.Stored;
import dev.tollgate.core.config.CredentialReference.StoredParameter;
import dev.tollgate.core.config.CredentialReference.StoredSecret;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.client.builder.SdkSyncClientBuilder;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// Parameter Store and Secrets Manager, in the function's Region and with its own role. Each client
/// is made when the first of its secrets is asked for: most stages use one of the two, and no
/// snapshot holds either.
final class AwsSecrets implements SecretSource, AutoCloseable {
    private static final Duration CALL = Duration.ofSeconds(4);
    private static final Duration ATTEMPT = Duration.ofSeconds(2);
    private static final Duration CONNECT = Duration.ofSeconds(1);

    private final Supplier<SsmClient> makeParameters;
    private final Supplier<SecretsManagerClient> makeSecrets;
    private @Nullable SsmClient parameters;
    private @Nullable SecretsManagerClient secrets;

    AwsSecrets(Supplier<SsmClient> makeParameters, Supplier<SecretsManagerClient> makeSecrets) {
        this.makeParameters = makeParameters;
        this.makeSecrets = makeSecrets;
    }

    /// @param settings name the Region; read when the first secret is
    static AwsSecrets of(Settings settings) {
        return new AwsSecrets(
                () -> client(SsmClient.builder(), settings),
                () -> client(SecretsManagerClient.builder(), settings));
    }

    @Override
    public String read(Stored reference) {
        try {
            return switch (reference) {
                case StoredParameter parameter -> parameter(parameter);
                case StoredSecret secret -> secret(secret);
            };
        } catch (ParameterNotFoundException | ResourceNotFoundException e) {
            throw wrong(reference, "does not exist: docs/deploy.md says how to make it", e);
        } catch (AwsServiceException e) {
            if (isDenied(e)) {
                throw wrong(reference, "may not be read: it has to be one of this stage's", e);
            }
            throw new SecretUnavailableException(reference + " cannot be read", e);
        } catch (SdkException e) {
            throw new SecretUnavailableException(reference + " cannot be read", e);
        }
    }

    private String parameter(StoredParameter reference) {
        Parameter found =
                parameters()
                        .getParameter(
                                request -> request.name(reference.name()).withDecryption(true))
                        .parameter();
        if (found.type() != ParameterType.SECURE_STRING) {
            throw wrong(reference, "is no SecureString: make it anew as one", null);
        }
        return found.value();
    }

    private String secret(StoredSecret reference) {
        @Nullable String value =
                secrets()
                        .getSecretValue(request -> request.secretId(reference.id()))
                        .secretString();
        if (value == null) {
            throw wrong(reference, "is binary: put the key there as text", null);
        }
        return value;
    }

    private static IllegalStateException wrong(
            Stored reference, String how, @Nullable Throwable cause) {
        return new IllegalStateException("the credential " + reference + ' ' + how, cause);
    }

    private static boolean isDenied(AwsServiceException failure) {
        return Optional.ofNullable(failure.awsErrorDetails())
                .map(AwsErrorDetails::errorCode)
                .filter("AccessDeniedException"::equals)
                .isPresent();
    }

    private synchronized SsmClient parameters() {
        SsmClient known = parameters;
        if (known == null) {
            known = makeParameters.get();
            parameters = known;
        }
        return known;
    }

    private synchronized SecretsManagerClient secrets() {
        SecretsManagerClient known = secrets;
        if (known == null) {
            known = makeSecrets.get();
            secrets = known;
        }
        return known;
    }

    private static <B extends AwsClientBuilder<B, C> & SdkSyncClientBuilder<B, C>, C> C client(
            B builder, Settings settings) {
        builder.region(Region.of(settings.required(Setting.REGION)))
                .credentialsProvider(FunctionCredentials.of(settings))
                .overrideConfiguration(configuration ->
                        configuration.apiCallAttemptTimeout(ATTEMPT).apiCallTimeout(CALL))
                .httpClientBuilder(
                        UrlConnectionHttpClient.builder()
                                .connectionTimeout(CONNECT)
                                .socketTimeout(ATTEMPT));
        return builder.build();
    }

    @Override
    public synchronized void close() {
        if (parameters != null) {
            parameters.close();
        }
        if (secrets != null) {
            secrets.close();
        }
    }
}
