package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.runtime.ProxyFunction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// `-c streaming=buffered`: methods and functions change together.
final class BufferedModeTest {
    private static Synthesized synthesized;

    @BeforeAll
    static void synthesize() throws IOException {
        synthesized = Synthesized.of(Map.of("streaming", "buffered"));
    }

    @Test
    void methods_withAFunction_waitForTheWholeAnswer() {
        var proxies =
                Routes.of(synthesized.api()).values().stream()
                        .map(method -> method.path("Integration"))
                        .filter(integration ->
                                integration.path("Type").asText().equals("AWS_PROXY"))
                        .toList();
        assertFalse(proxies.isEmpty());
        for (JsonNode integration : proxies) {
            assertFalse(integration.toString().contains("STREAM"), integration::toString);
            assertFalse(integration.toString().contains("response-streaming-invocations"));
            assertEquals(29_000, integration.path("TimeoutInMillis").asInt());
        }
    }

    @Test
    void functions_behindMethods_areCalledWithoutTheLoop() throws Exception {
        var functions = Synthesized.resources(synthesized.functions(), "AWS::Lambda::Function");
        assertEquals(3, functions.size());
        for (JsonNode function : functions.values()) {
            JsonNode properties = function.path("Properties");
            assertFalse(properties.path("Environment").toString().contains("EXEC_WRAPPER"));
            String[] handler = properties.path("Handler").asText().split("::", -1);
            if (handler[0].endsWith("AuthorizerFunction")) {
                assertEquals(1, handler.length);
                continue;
            }
            assertTrue(properties.path("Timeout").asInt() < 29);
            assertTrue(ProxyFunction.class.isAssignableFrom(Class.forName(handler[0])));
            assertTrue(
                    Arrays.stream(Class.forName(handler[0]).getMethods())
                            .anyMatch(method ->
                                    method.getName().equals(handler[1])
                                            && method.getParameterTypes()[0] == InputStream.class
                                            && method.getParameterTypes()[1]
                                                    == OutputStream.class));
        }
    }
}
