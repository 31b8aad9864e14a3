package dev.tollgate.runtime;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyEventTest {
    private static final String WHOLE =
            """
            {"resource":"/model/{modelId}/converse","path":"/model/a%2Fb/converse",
             "httpMethod":"POST",
             "headers":{"X-Dup":"last","Content-Type":"application/json"},
             "multiValueHeaders":{"X-Dup":["first","last"],"x-dup":["third"],
               "Content-Type":["application/json"]},
             "queryStringParameters":{"Q":"2"},"multiValueQueryStringParameters":{"Q":["1","2"]},
             "pathParameters":{"modelId":"a%2Fb"},"stageVariables":null,
             "requestContext":{"requestId":"r-1","authorizer":
               {"tenant":"acme","integrationLatency":12,"flag":true}},
             "body":"{\\"a\\":\\"ü\\"}","isBase64Encoded":false}
            """;

    @Test
    void read_wholeEvent_keepsAllValuesUndecoded() {
        ProxyRequest request = read(WHOLE);

        assertEquals("POST", request.method());
        assertEquals("/model/{modelId}/converse", request.resource());
        assertEquals("/model/a%2Fb/converse", request.path());
        assertEquals("a%2Fb", request.pathParameter("modelId"));
        assertEquals(List.of("first", "last", "third"), request.headers().get("x-dup"));
        assertEquals(Optional.of("application/json"), request.header("CONTENT-TYPE"));
        assertEquals(Map.of("Q", List.of("1", "2")), request.query());
        assertEquals(
                Map.of("tenant", "acme", "integrationLatency", "12", "flag", "true"),
                request.authorizer());
        assertEquals("r-1", request.requestId());
        assertArrayEquals("{\"a\":\"ü\"}".getBytes(StandardCharsets.UTF_8), request.body());
    }

    @Test
    void read_nullsAndNoBody_isEmpty() {
        ProxyRequest request =
                read(
                        """
                        {"resource":"/v1/usage","path":"/v1/usage","httpMethod":"GET",
                         "headers":null,"multiValueHeaders":null,"queryStringParameters":null,
                         "pathParameters":null,"requestContext":{"requestId":"r"},"body":null}
                        """);

        assertEquals(Map.of(), request.headers());
        assertEquals(Map.of(), request.query());
        assertEquals(Map.of(), request.authorizer());
        assertEquals(0, request.body().length);
        assertThrows(IllegalArgumentException.class, () -> request.pathParameter("modelId"));
    }

    @Test
    void read_singleValueHeadersOnly_takesThem() {
        ProxyRequest request = read(event("\"headers\":{\"Accept\":\"a\"}"));

        assertEquals(Map.of("accept", List.of("a")), request.headers());
    }

    @Test
    void read_base64Body_isDecoded() {
        ProxyRequest request = read(event("\"body\":\"AAH/\",\"isBase64Encoded\":true"));

        assertArrayEquals(new byte[] {0, 1, (byte) 0xff}, request.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "\"text\"",
                "{",
                "{} {}",
                "{\"httpMethod\":\"GET\"}",
                "{\"httpMethod\":1,\"resource\":\"/\",\"path\":\"/\"}",
            })
    void read_notAnEvent_isRefused(String event) {
        assertThrows(MalformedEventException.class, () -> read(event));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"body\":{}",
                "\"body\":\"***\",\"isBase64Encoded\":true",
                "\"body\":\"\\ud800\"",
                "\"multiValueHeaders\":[]",
                "\"multiValueHeaders\":{\"a\":[{}]}",
                "\"multiValueHeaders\":{\"a\":[null]}",
                "\"headers\":{\"a\":null}",
                "\"pathParameters\":{\"a\":[]}",
                "\"requestContext\":{\"requestId\":\"s\"}",
            })
    void read_malformedPart_isRefused(String part) {
        assertThrows(MalformedEventException.class, () -> read(event(part)));
    }

    private static String event(String part) {
        return "{\"resource\":\"/\",\"path\":\"/\",\"httpMethod\":\"POST\","
                + "\"requestContext\":{\"requestId\":\"r\"},"
                + part
                + "}";
    }

    private static ProxyRequest read(String event) {
        return ProxyEvent.read(new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8)));
    }
}
