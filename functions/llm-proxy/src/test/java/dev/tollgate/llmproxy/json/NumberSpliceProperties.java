package dev.tollgate.llmproxy.json;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Splicing changes one number and not one other byte.
final class NumberSpliceProperties {
    private static final List<String> PATH = List.of("inferenceConfig", "maxTokens");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {}                                    | {"inferenceConfig":{"maxTokens":7}}
                    { "a" : 1.0e3 }                       | {"inferenceConfig":{"maxTokens":7}, "a" : 1.0e3 }
                    {"inferenceConfig":{}}                | {"inferenceConfig":{"maxTokens":7}}
                    {"inferenceConfig":null,"b":2}        | {"inferenceConfig":{"maxTokens":7},"b":2}
                    {"inferenceConfig":{"topP":1.50}}     | {"inferenceConfig":{"maxTokens":7,"topP":1.50}}
                    {"inferenceConfig":{"maxTokens":900}} | {"inferenceConfig":{"maxTokens":7}}
                    {"inferenceConfig":{"maxTokens": 900 ,"z":[]}} | {"inferenceConfig":{"maxTokens": 7 ,"z":[]}}
                    {"x":{"maxTokens":5},"inferenceConfig":{"y":{"maxTokens":6},"maxTokens":null}} | {"x":{"maxTokens":5},"inferenceConfig":{"y":{"maxTokens":6},"maxTokens":7}}
                    {"é\\u0022":"}{","inferenceConfig":{"maxTokens":1}} | {"é\\u0022":"}{","inferenceConfig":{"maxTokens":7}}
                    {"inference\\u0043onfig":{"max\\u0054okens":1}} | {"inference\\u0043onfig":{"max\\u0054okens":7}}
                    """)
    void set_example_keepsEveryOtherByte(String body, String expected) {
        byte[] spliced = NumberSplice.set(body.getBytes(StandardCharsets.UTF_8), PATH, 7);
        assertEquals(expected, new String(spliced, StandardCharsets.UTF_8));
    }

    @Test
    void set_anyDocument_changesOnlyThatNumber() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            String body = document(random);
            byte[] spliced = NumberSplice.set(body.getBytes(StandardCharsets.UTF_8), PATH, 77);
            ObjectNode expected = StrictJson.object(body.getBytes(StandardCharsets.UTF_8));
            ObjectNode config =
                    expected.path("inferenceConfig") instanceof ObjectNode there
                            ? there
                            : expected.putObject("inferenceConfig");
            config.put("maxTokens", 77);
            assertEquals(expected, StrictJson.object(spliced), "seed " + seed + ": " + body);
        }
    }

    private static String document(Random random) {
        var members = new ArrayList<String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            members.add("\"m" + i + "\"" + colon(random) + value(random, 3));
        }
        if (random.nextInt(4) > 0) {
            var config = new ArrayList<String>();
            config.add("\"topP\"" + colon(random) + "0.50");
            if (random.nextBoolean()) {
                config.add("\"maxTokens\"" + colon(random) + random.nextInt(99999));
            }
            Collections.shuffle(config, random);
            members.add("\"inferenceConfig\"" + colon(random) + braces(config, random));
        }
        Collections.shuffle(members, random);
        return braces(members, random);
    }

    private static String braces(List<String> members, Random random) {
        return "{"
                + space(random)
                + String.join(space(random) + ",", members)
                + space(random)
                + "}";
    }

    private static String value(Random random, int depth) {
        return switch (random.nextInt(depth > 0 ? 6 : 4)) {
            case 0 -> "\"a\\\"}{,é\uD83D\uDE00\\u0041\"";
            case 1 -> "-1.20e+3";
            case 2 -> "null";
            case 3 -> "true";
            case 4 -> "[" + value(random, depth - 1) + "," + value(random, depth - 1) + "]";
            default -> "{\"maxTokens\":" + value(random, depth - 1) + "}";
        };
    }

    private static String colon(Random random) {
        return space(random) + ":" + space(random);
    }

    private static String space(Random random) {
        return " \n\t".substring(random.nextInt(4) % 4 == 0 ? 0 : 3);
    }
}
