package dev.tollgate.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.config.Settings;
import dev.tollgate.echo.EchoHandler;
import dev.tollgate.runtime.StreamingFunction;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import javax.management.JMException;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

/// An invocation leaves nothing behind: not in the loop, not among Micronaut's beans.
class FlatnessTest {
    private static final int WARM = 200;
    private static final int ALL = 2000;

    @Test
    void run_twoThousandInvocations_noObjectOfOursOrMicronautsStays() throws Exception {
        try (var lambda = new ScriptedRuntimeApi();
                var function = StreamingFunction.start(Settings.of(Map.of()), EchoHandler.class)) {
            var loop =
                    new RuntimeLoop(
                            RuntimeApi.at(lambda.address()),
                            function,
                            FunctionIdentity.of(Settings.of(Map.of())),
                            Clock.systemUTC());
            Thread.ofVirtual().start(() -> untilTheEnd(loop));
            serve(lambda, 0, WARM);
            Map<String, Long> before = liveInstances();
            serve(lambda, WARM, ALL);
            Map<String, Long> after = liveInstances();

            assertTrue(before.containsKey(RuntimeLoop.class.getName()), before::toString);
            var grown = new TreeMap<>(after);
            grown.replaceAll((type, count) -> count - before.getOrDefault(type, 0L));
            grown.values().removeIf(growth -> growth < (ALL - WARM) / 20);
            assertEquals(Map.of(), grown);
        }
    }

    private static void serve(ScriptedRuntimeApi lambda, int from, int to) throws Exception {
        for (int i = from; i < to; i++) {
            String event =
                    "{\"resource\":\"/\",\"path\":\"/echo\",\"httpMethod\":\"POST\","
                            + "\"requestContext\":{\"requestId\":\"r\"},\"body\":\"x\"}";
            lambda.offer("i-" + i, event);
            String answer = lambda.take().text();
            assertTrue(answer.endsWith("\0x"), answer);
        }
    }

    private static void untilTheEnd(RuntimeLoop loop) {
        try {
            loop.run();
        } catch (IOException _) {
            // The script is over.
        }
    }

    /// After a collection, by class.
    private static Map<String, Long> liveInstances() throws JMException {
        Object histogram =
                ManagementFactory.getPlatformMBeanServer()
                        .invoke(
                                new ObjectName("com.sun.management:type=DiagnosticCommand"),
                                "gcClassHistogram",
                                new Object[] {new String[0]},
                                new String[] {String[].class.getName()});
        var counts = new TreeMap<String, Long>();
        for (String line : String.valueOf(histogram).lines().toList()) {
            String[] words = line.strip().split("\\s+", 5);
            if (words.length >= 4
                    && words[3].matches("(dev\\.tollgate|io\\.micronaut|java\\.net)\\..*")) {
                counts.merge(words[3], Long.parseLong(words[1]), Long::sum);
            }
        }
        return counts;
    }
}
