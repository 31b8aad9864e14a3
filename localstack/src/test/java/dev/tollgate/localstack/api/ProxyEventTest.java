package dev.tollgate.localstack.api;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxyEventTest {
    private RunningGateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new RunningGateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void event_ofARequest_hasTheShapeOfApiGateway() throws IOException {
        String response =
                raw(
                        """
                        POST /model/sim.claude/converse?a=1&a=%3D&b HTTP/1.1
                        host: gateway.test:8080
                        authorization: Bearer x
                        content-TYPE: application/json
                        x-OWN: 1
                        X-Forwarded-For: 10.0.0.9
                        X-Forwarded-Proto: https
                        TE: trailers
                        Connection: close
                        Content-Length: 2

                        {}\
                        """);
        assertTrue(response.startsWith("HTTP/1.1 200"), response);
        JsonNode event = gateway.events.getFirst();
        JsonNode context = event.path("requestContext");
        var members = new HashSet<String>();
        event.fieldNames().forEachRemaining(members::add);
        assertAll(
                () ->
                        assertEquals(
                                Set.of(
                                        "resource",
                                        "path",
                                        "httpMethod",
                                        "headers",
                                        "multiValueHeaders",
                                        "queryStringParameters",
                                        "multiValueQueryStringParameters",
                                        "pathParameters",
                                        "stageVariables",
                                        "requestContext",
                                        "body",
                                        "isBase64Encoded"),
                                members),
                () -> assertText("/model/{modelId}/converse", event, "/resource"),
                () -> assertText("/model/sim.claude/converse", event, "/path"),
                () -> assertText("sim.claude", event, "/pathParameters/modelId"),
                () -> assertText("=", event, "/queryStringParameters/a"),
                () -> assertText("1", event, "/multiValueQueryStringParameters/a/0"),
                () -> assertText("", event, "/queryStringParameters/b"),
                () -> assertTrue(event.path("stageVariables").isNull()),
                () -> assertText("Bearer x", event, "/headers/Authorization"),
                () -> assertText("1", event, "/headers/x-OWN"),
                () -> assertText("application/json", event, "/headers/content-TYPE"),
                () -> assertText("gateway.test:8080", event, "/headers/Host"),
                () -> assertText("10.0.0.9, 127.0.0.1", event, "/headers/X-Forwarded-For"),
                () -> assertText("http", event, "/headers/X-Forwarded-Proto"),
                () -> assertFalse(event.path("headers").has("TE")),
                () -> assertFalse(event.path("headers").has("Connection")),
                () -> assertFalse(event.path("headers").has("Content-Length")),
                () -> assertText("/local/model/sim.claude/converse", context, "/path"),
                () -> assertText("local", context, "/stage"),
                () -> assertText("HTTP/1.1", context, "/protocol"),
                () -> assertText("127.0.0.1", context, "/identity/sourceIp"),
                () -> assertText("22/Nov/2026:09:30:00 +0000", context, "/requestTime"),
                () -> assertText("acme/ada", context, "/authorizer/principalId"),
                () ->
                        assertTrue(
                                response.contains(
                                        "x-amzn-RequestId: "
                                                + context.path("requestId").textValue())),
                () ->
                        assertTrue(
                                response.contains(
                                        "X-Amzn-Trace-Id: "
                                                + event.at("/headers/X-Amzn-Trace-Id")
                                                        .textValue())));
    }

    @Test
    void event_ofDuplicateHeaders_keepsAllAndTheLastOne() throws IOException {
        raw(
                """
                POST /model/m/converse HTTP/1.1
                Host: x
                Authorization: Bearer one
                authorization: Bearer two
                Connection: close
                Content-Length: 0

                """);
        JsonNode event = gateway.events.getFirst();
        assertText("Bearer two", event, "/headers/Authorization");
        assertText("Bearer one", event, "/multiValueHeaders/Authorization/0");
        assertText("Bearer two", event, "/multiValueHeaders/Authorization/1");
        assertTrue(event.path("body").isNull());
        assertFalse(event.path("isBase64Encoded").booleanValue());
        JsonNode asked = gateway.authorizerEvents.getFirst();
        assertText("REQUEST", asked, "/type");
        assertText("Bearer one", asked, "/multiValueHeaders/Authorization/0");
        assertText(
                "arn:aws:execute-api:us-east-1:000000000000:tollgate/local/POST/model/m/converse",
                asked,
                "/methodArn");
        assertFalse(asked.has("body"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "arn%3Aaws%3Abedrock%3Aus-east-1%3A000000000000%3Aprofile%2Fabc",
                "%252F",
                "..%2F..",
                "%2e%2e",
                "..",
                ".",
                "a;b=c",
                "%C3%28",
                "a+b"
            })
    void event_ofAnyId_keepsItAsItWasSent(String id) throws IOException {
        String response =
                raw(
                        "POST /model/%s/converse HTTP/1.1\nHost: x\nAuthorization: a\nConnection: close\nContent-Length: 0\n\n"
                                .formatted(id));
        assertTrue(response.startsWith("HTTP/1.1 200"), response);
        JsonNode event = gateway.events.getFirst();
        assertText(id, event, "/pathParameters/modelId");
        assertText("/model/" + id + "/converse", event, "/path");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "%", "%00"})
    void request_withABadEscape_isRefused(String id) throws IOException {
        String response =
                raw(
                        "POST /model/%s/converse HTTP/1.1\nHost: x\nAuthorization: a\nConnection: close\nContent-Length: 0\n\n"
                                .formatted(id));
        assertTrue(response.startsWith("HTTP/1.1 400"), response);
        assertTrue(response.contains("x-amzn-ErrorType: ValidationException"), response);
        assertTrue(gateway.authorizerEvents.isEmpty());
    }

    @Test
    void event_ofABodyThatIsNotUtf8_carriesTheSameBytes() throws Exception {
        byte[] body = {'{', (byte) 0xff, (byte) 0xc3, 0, '}'};
        try (HttpClient client = HttpClient.newHttpClient()) {
            client.send(
                    gateway.request("/model/m/converse")
                            .POST(BodyPublishers.ofByteArray(body))
                            .build(),
                    BodyHandlers.discarding());
        }
        JsonNode event = gateway.events.getFirst();
        assertTrue(event.path("isBase64Encoded").booleanValue());
        assertArrayEquals(body, Base64.getDecoder().decode(event.path("body").textValue()));
    }

    @Test
    void context_ofAnInvocation_hasItsNameAndRealTime() throws Exception {
        gateway.close();
        gateway = new RunningGateway(options -> options.withFunctionTimeout(Duration.ofMinutes(2)));
        var remaining = new CompletableFuture<Integer>();
        gateway.function((_, out, context) -> {
            gateway.clock.advance(Duration.ofSeconds(30));
            context.getLogger().log("one line");
            remaining.complete(context.getRemainingTimeInMillis());
            Scripts.prelude(out, "{\"headers\":{\"x\":\"" + context.getFunctionName() + "\"}}");
        });
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    client.send(gateway.converse().build(), BodyHandlers.ofString());
            assertEquals("llm-proxy", response.headers().firstValue("x").orElseThrow());
        }
        assertEquals(90_000, remaining.get(10, TimeUnit.SECONDS));
    }

    @Test
    void answer_withHeadersOfItsOwn_isRemapped() throws Exception {
        gateway.function((_, out, _) -> {
            Scripts.prelude(
                    out,
                    """
                    {"statusCode":201,"headers":{"Content-Length":"3","Connection":"close",
                     "Transfer-Encoding":"gzip","X-Own":"y","Content-Type":"text/plain"}}\
                    """);
            out.write("whole body".getBytes(StandardCharsets.UTF_8));
        });
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    client.send(gateway.converse().build(), BodyHandlers.ofString());
            assertEquals(201, response.statusCode());
            assertEquals("whole body", response.body());
            var headers = response.headers();
            assertEquals("3", headers.firstValue("x-amzn-Remapped-Content-Length").orElseThrow());
            assertEquals("close", headers.firstValue("x-amzn-Remapped-Connection").orElseThrow());
            assertEquals("y", headers.firstValue("X-Own").orElseThrow());
            assertEquals("text/plain", headers.firstValue("Content-Type").orElseThrow());
        }
    }

    @Test
    void answer_withoutABody_isEmptyAndComplete() throws Exception {
        gateway.function((_, out, _) -> Scripts.prelude(out, "{\"statusCode\":204}"));
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> response =
                    client.send(gateway.converse().build(), BodyHandlers.ofString());
            assertEquals(204, response.statusCode());
            assertEquals("", response.body());
        }
    }

    @Test
    void request_thatIsNotHttp_isRefusedWithoutACause() throws IOException {
        String response = raw("NOT HTTP AT ALL\n\n");
        assertTrue(response.startsWith("HTTP/1.1 400"), response);
        assertFalse(response.contains("\tat "), response);
        String body = response.substring(response.indexOf("\r\n\r\n"));
        assertFalse(body.contains("Exception"), response);
    }

    private String raw(String request) throws IOException {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port())) {
            socket.setSoTimeout(20_000);
            socket.getOutputStream()
                    .write(request.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
            var response = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(response);
            return response.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private static void assertText(String expected, JsonNode node, String pointer) {
        assertEquals(expected, node.at(pointer).textValue(), pointer);
    }
}
