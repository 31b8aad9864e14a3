package dev.tollgate.aws.key;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.principal.KeyPepper;
import dev.tollgate.core.principal.KeyStoreUnavailableException;
import dev.tollgate.testkit.SequentialIds;
import java.util.Collections;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// The pepper out of Parameter Store.
final class SsmKeyPepperTest {
    private static final String NAME = "/tollgate/dev/key-pepper";

    private final KeyPepper pepper = new KeyPepper(new SequentialIds().next());
    private final Parameters parameters = new Parameters();
    private final SsmKeyPepper source = new SsmKeyPepper(parameters, NAME);

    @Test
    void pepper_neverAskedFor_asksNobody() {
        assertEquals(0, parameters.asked.get());
    }

    @Test
    void pepper_askedForByManyAtOnce_isReadOnce() throws Exception {
        parameters.value = pepper.value();
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            Callable<KeyPepper> ask = source::pepper;
            for (var answer : callers.invokeAll(Collections.nCopies(50, ask))) {
                assertEquals(pepper, answer.get());
            }
        }
        assertEquals(1, parameters.asked.get());
    }

    @Test
    void pepper_storeDown_isAskedForAgain() {
        parameters.isDown = true;
        assertThrows(KeyStoreUnavailableException.class, source::pepper);
        parameters.isDown = false;
        parameters.value = pepper.value();
        assertEquals(pepper, source.pepper());
    }

    @Test
    void pepper_ofNoParameter_saysWhichAndWhereToRead() {
        String message = refusal();
        assertTrue(message.contains(NAME), message);
        assertTrue(message.contains("docs/deploy.md"), message);
    }

    @Test
    void pepper_inPlainText_isRefusedAndNotShown() {
        parameters.value = pepper.value();
        parameters.type = ParameterType.STRING;
        String message = refusal();
        assertTrue(message.contains("SecureString"), message);
        assertFalse(message.contains(pepper.value()), message);
    }

    @Test
    void pepper_tooShort_isRefused() {
        parameters.value = "short";
        assertTrue(refusal().contains("too short"));
    }

    private String refusal() {
        return String.valueOf(
                assertThrows(KeyStoreUnavailableException.class, source::pepper).getMessage());
    }

    /// One parameter or none.
    private static final class Parameters implements SsmClient {
        private final AtomicInteger asked = new AtomicInteger();
        private String value = "";
        private ParameterType type = ParameterType.SECURE_STRING;
        private boolean isDown;

        @Override
        public GetParameterResponse getParameter(GetParameterRequest request) {
            asked.incrementAndGet();
            assertEquals(NAME, request.name());
            assertTrue(request.withDecryption());
            if (isDown) {
                throw SdkClientException.create("no answer");
            }
            if (value.isEmpty()) {
                throw ParameterNotFoundException.builder().build();
            }
            return GetParameterResponse.builder()
                    .parameter(parameter -> parameter.type(type).value(value))
                    .build();
        }

        @Override
        public String serviceName() {
            return SERVICE_NAME;
        }

        @Override
        public void close() {}
    }
}
