package dev.tollgate.llmproxy.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Splicing changes the members it is told to and not one other byte. Here `m` is set to "x", `n`
/// to 7, and `r` taken away.
final class MemberSpliceProperties {
    private static byte[] edited(String body) {
        return new MemberSplice()
                .set("m", "x")
                .set("n", IntNode.valueOf(7))
                .remove("r")
                .apply(body.getBytes(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {}                                | {"m":"x","n":7}
                    { "r" : [1] }                     | {"m":"x","n":7 }
                    {"m":"a\\"}","n":1.0}             | {"m":"x","n":7}
                    { "a" : 1.0e3 , "m" : {"m":1} }   | {"n":7, "a" : 1.0e3 , "m" : "x" }
                    {"r":true, "a":[ ]}               | {"m":"x","n":7, "a":[ ]}
                    {"a":-0, "r":"," , "b":{"r":1}}   | {"m":"x","n":7,"a":-0 , "b":{"r":1}}
                    {"a":1, "r":null}                 | {"m":"x","n":7,"a":1}
                    {"\\u0072":1,"é":2,"\\u006d":3}   | {"n":7,"é":2,"\\u006d":"x"}
                    """)
    void apply_example_keepsEveryOtherByte(String body, String expected) {
        assertEquals(expected, new String(edited(body), StandardCharsets.UTF_8));
    }

    @Test
    void apply_noEdit_isTheSameBody() {
        byte[] body = {'{', '}'};
        assertSame(body, new MemberSplice().apply(body));
    }

    @Test
    void apply_anyDocument_changesOnlyThoseMembers() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            String body = document(random);
            ObjectNode expected = StrictJson.object(body.getBytes(StandardCharsets.UTF_8));
            expected.put("m", "x").put("n", 7).remove("r");
            assertEquals(expected, StrictJson.object(edited(body)), "seed " + seed + ": " + body);
        }
    }

    private static String document(Random random) {
        String[] names = {"a", "m", "é", "n", "r", "b\\\""};
        String[] values = {
            "1.50", "\"}{\\u0022,\"", "[1, {\"r\":2}]", "null", "{ \"m\" : [] }", "\"\""
        };
        var text = new StringBuilder("{");
        String between = "";
        for (int i = random.nextInt(names.length); i < names.length; i++) {
            if (random.nextBoolean()) {
                text.append(between)
                        .append(" ".repeat(random.nextInt(2)))
                        .append('"')
                        .append(names[i])
                        .append(random.nextBoolean() ? "\":" : "\" :\n")
                        .append(values[random.nextInt(values.length)])
                        .append(" ".repeat(random.nextInt(2)));
                between = ",";
            }
        }
        return text.append('}').toString();
    }
}
