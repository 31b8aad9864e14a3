package dev.tollgate.aws.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.config.CredentialReference.Stored;
import dev.tollgate.core.config.CredentialReference.StoredParameter;
import dev.tollgate.core.config.CredentialReference.StoredSecret;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.SsmException;

/// Keys out of Parameter Store and Secrets Manager.
final class AwsSecretsTest {
    private static final Stored PARAMETER =
            new StoredParameter("/tollgate/dev/upstream/openai", "openai");
    private static final Stored SECRET =
            new StoredSecret("tollgate/dev/upstream/anthropic", "anthropic");

    private final List<String> made = new ArrayList<>();
    private final Account account = new Account();
    private final AwsSecrets secrets =
            new AwsSecrets(
                    () -> {
                        made.add("ssm");
                        return account.parameters();
                    },
                    () -> {
                        made.add("secretsmanager");
                        return account.secrets();
                    });

    @Test
    void read_ofEachKind_makesItsClientAlone() {
        assertEquals("the parameter", secrets.read(PARAMETER));
        assertEquals("the parameter", secrets.read(PARAMETER));
        assertEquals(List.of("ssm"), made);
        assertEquals("the secret", secrets.read(SECRET));
        assertEquals(List.of("ssm", "secretsmanager"), made);
        assertEquals(
                List.of(
                        "/tollgate/dev/upstream/openai true",
                        "/tollgate/dev/upstream/openai true",
                        "tollgate/dev/upstream/anthropic"),
                account.asked);
    }

    @Test
    void read_ofWhatIsNotThere_saysWhichAndWhereToRead() {
        account.failure = ParameterNotFoundException.builder().build();
        assertSays(PARAMETER, "docs/deploy.md");
        account.failure = ResourceNotFoundException.builder().build();
        assertSays(SECRET, "docs/deploy.md");
    }

    @Test
    void read_ofAnotherStagesKey_saysThatItMayNot() {
        account.failure =
                SsmException.builder()
                        .statusCode(400)
                        .awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .errorCode("AccessDeniedException")
                                        .build())
                        .build();
        assertSays(PARAMETER, "one of this stage's");
    }

    @Test
    void read_ofAParameterInPlainText_isRefusedAndNotShown() {
        account.type = ParameterType.STRING;
        String message = assertSays(PARAMETER, "no SecureString");
        assertFalse(message.contains("the parameter "), message);
    }

    @Test
    void read_ofABinarySecret_isRefused() {
        account.secret = null;
        assertSays(SECRET, "as text");
    }

    @Test
    void read_whileAwsIsDown_isUnavailable() {
        account.failure = SdkClientException.create("no answer");
        assertThrows(SecretUnavailableException.class, () -> secrets.read(PARAMETER));
        account.failure = SsmException.builder().statusCode(500).build();
        assertThrows(SecretUnavailableException.class, () -> secrets.read(PARAMETER));
    }

    private String assertSays(Stored reference, String words) {
        String message =
                String.valueOf(
                        assertThrows(IllegalStateException.class, () -> secrets.read(reference))
                                .getMessage());
        assertTrue(message.contains(reference.toString()), message);
        assertTrue(message.contains(words), message);
        return message;
    }

    /// One parameter and one secret.
    private static final class Account {
        private final List<String> asked = new ArrayList<>();
        private ParameterType type = ParameterType.SECURE_STRING;
        private @Nullable String secret = "the secret";
        private @Nullable RuntimeException failure;

        private void ask(String what) {
            asked.add(what);
            if (failure != null) {
                throw failure;
            }
        }

        SsmClient parameters() {
            return new SsmClient() {
                @Override
                public GetParameterResponse getParameter(GetParameterRequest request) {
                    ask(request.name() + ' ' + request.withDecryption());
                    return GetParameterResponse.builder()
                            .parameter(found -> found.type(type).value("the parameter"))
                            .build();
                }

                @Override
                public String serviceName() {
                    return SERVICE_NAME;
                }

                @Override
                public void close() {}
            };
        }

        SecretsManagerClient secrets() {
            return new SecretsManagerClient() {
                @Override
                public GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
                    ask(request.secretId());
                    return GetSecretValueResponse.builder().secretString(secret).build();
                }

                @Override
                public String serviceName() {
                    return SERVICE_NAME;
                }

                @Override
                public void close() {}
            };
        }
    }
}
