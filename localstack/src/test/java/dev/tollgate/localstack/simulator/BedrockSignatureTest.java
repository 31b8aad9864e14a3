package dev.tollgate.localstack.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.localstack.account.SigningCredential;
import dev.tollgate.localstack.upstream.LiveUpstreams;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.services.bedrockruntime.model.BedrockRuntimeException;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BedrockSignatureTest {
    private LiveUpstreams live;
    private BedrockCalls calls;

    @BeforeAll
    void start() throws Exception {
        live = new LiveUpstreams();
        calls = new BedrockCalls(live);
    }

    @AfterAll
    void stop() {
        live.close();
    }

    @Test
    void signature_wrongSecretOrUnknownKey_isRefused() {
        SigningCredential wrong =
                new SigningCredential(
                        live.credential.accessKeyId(), live.credential.secretAccessKey() + "x");
        SigningCredential unknown =
                new SigningCredential(
                        live.credential.accessKeyId() + "X", live.credential.secretAccessKey());
        assertEquals("InvalidSignatureException", refusal(wrong));
        assertEquals("UnrecognizedClientException", refusal(unknown));
    }

    private String refusal(SigningCredential credential) {
        try (var client = calls.client(credential)) {
            var thrown =
                    assertThrows(
                            BedrockRuntimeException.class,
                            () -> client.converse(BedrockCalls.converse("Hi")));
            assertEquals(403, thrown.statusCode());
            return thrown.awsErrorDetails().errorCode();
        }
    }

    @Test
    void signature_otherBodyThanSigned_isRefused() throws Exception {
        String body = "{\"messages\":[{\"role\":\"user\",\"content\":[{\"text\":\"Hi\"}]}]}";
        assertEquals(200, calls.send("converse", body).statusCode());
        assertEquals(403, calls.send("converse", body, body + " ").statusCode());
    }

    @Test
    void bearer_insteadOfASignature_isRefused() throws Exception {
        var request =
                HttpRequest.newBuilder(
                                URI.create(
                                        live.upstreams.bedrockUrl()
                                                + "/model/anthropic.claude-sim-v1%3A0/converse"))
                        .header("Authorization", "Bearer " + live.openAiKey)
                        .POST(HttpRequest.BodyPublishers.ofString("{}"))
                        .build();
        try (var http = HttpClient.newHttpClient()) {
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            assertEquals(403, response.statusCode());
            assertEquals(
                    "MissingAuthenticationTokenException",
                    response.headers().firstValue("x-amzn-ErrorType").orElseThrow());
        }
    }
}
