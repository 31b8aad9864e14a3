package dev.tollgate.core.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CredentialReferenceTest {
    private static final String ARN = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:";

    @Test
    void read_ofEachKind_isThatKindAndItsOwnText() {
        assertReads(
                "env:TOLLGATE_UPSTREAM_OPENAI_KEY",
                new CredentialReference.Variable("TOLLGATE_UPSTREAM_OPENAI_KEY"));
        assertReads(
                "ssm:/tollgate/prod/upstream/openai",
                new CredentialReference.StoredParameter(
                        "/tollgate/prod/upstream/openai", "openai"));
        assertReads(
                "secretsmanager:tollgate/dev/upstream/acme/openai_1",
                new CredentialReference.StoredSecret(
                        "tollgate/dev/upstream/acme/openai_1", "acme/openai_1"));
        assertReads(
                "secretsmanager:" + ARN + "tollgate/dev/upstream/openai-Ab12cD",
                new CredentialReference.StoredSecret(
                        ARN + "tollgate/dev/upstream/openai-Ab12cD", "openai-Ab12cD"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "openai",
                "env:HOME",
                "env:TOLLGATE_UPSTREAM_",
                "env:TOLLGATE_KEY_PEPPER",
                "ssm:/tollgate/prod/key-pepper",
                "ssm:tollgate/prod/upstream/openai",
                "ssm:/tollgate/prod/upstream/",
                "ssm:/tollgate/prod/upstream/../key-pepper",
                "ssm:/tollgate/prod/upstream/a/../../key-pepper",
                "ssm:/tollgate//upstream/openai",
                "ssm:/other/prod/upstream/openai",
                "ssm:/aws/reference/secretsmanager/tollgate/prod/upstream/openai",
                "secretsmanager:/tollgate/prod/upstream/openai",
                "secretsmanager:other/openai",
                "secretsmanager:arn:aws:secretsmanager:eu-central-1:1:secret:tollgate/prod/upstream/x",
                "arn:aws:ssm:eu-central-1:111122223333:parameter/tollgate/prod/upstream/openai"
            })
    void read_ofWhatNamesNoUpstreamsKey_isEmpty(String text) {
        assertEquals(Optional.empty(), CredentialReference.read(text));
    }

    private static void assertReads(String text, CredentialReference expected) {
        assertEquals(Optional.of(expected), CredentialReference.read(text));
        assertEquals(text, expected.toString());
    }
}
