package dev.tollgate.localstack.stack;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.localstack.issuer.TokenRequest;
import dev.tollgate.runtime.SecureIds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Acceptance: the AWS SDK for Java, configured by environment variables alone, through the whole
/// stack. What a tenant's program sees is what [JavaSdkProgram] prints.
@ParameterizedClass
@EnumSource(Mode.class)
final class JavaSdkIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration HOUR = Duration.ofHours(1);

    private static final Pattern PROGRAM = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @TempDir static Path folder = Path.of("");

    private static TestStack stack;

    /// JUnit gives [#start] only what it gives a constructor.
    JavaSdkIT(Mode mode) {}

    @BeforeParameterizedClassInvocation
    static void start(Mode mode) throws Exception {
        stack = TestStack.start(folder, mode);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        stack.close();
    }

    @Test
    void answers_inClear_areThoseOfTheModel() throws Exception {
        Map<String, JsonNode> calls = inClear(token(), "answers");
        for (String alias : List.of("sim.claude", "sim.gpt")) {
            JsonNode answer = at(calls, "converse " + alias);
            assertEquals(4, answer.path("output").asInt(), answer.toString());
            assertEquals(4, answer.path("text").asText().strip().split(" ").length);
        }
        JsonNode invoked = JSON.readTree(at(calls, "invokeModel").path("text").asText());
        assertEquals(3, invoked.at("/usage/output_tokens").asInt(), invoked.toString());
        assertEquals(1, at(calls, "countTokens").path("input").asInt());
        assertEquals("Write to {EMAIL}", at(calls, "applyGuardrail").path("text").asText());
        assertEquals(1, at(calls, "applyGuardrail").path("units").asInt());
    }

    @Test
    void streams_inClear_sendEachChunkWhenTheLastWasRead() throws Exception {
        assertStreams(inClear(token(), "streams"));
    }

    @Test
    void streams_overTls_sendEachChunkWhenTheLastWasRead() throws Exception {
        Path store = folder.resolve("trust.p12");
        String password = new SecureIds().next();
        Authority.read(Path.of(at(stack.stack().environment(), "AWS_CA_BUNDLE")))
                .write(store, password);
        var options =
                List.of(
                        "-Djavax.net.ssl.trustStore=" + store,
                        "-Djavax.net.ssl.trustStorePassword=" + password);
        var variables = variables(stack.stack().tlsUrl(), token());
        assertStreams(calls(new ChildJvm(options, variables), "streams"));
    }

    @TestFactory
    Stream<DynamicTest> conversations_withEveryProvider_comeBackWhole() throws Exception {
        JsonNode table = JSON.readTree(stack.file().toFile()).path("conversations");
        var child = new ChildJvm(List.of(), variables(stack.stack().url(), token()));
        var lines = lines(child.run(JavaConversations.class, stack.file().toString()));
        return table.path("conversations")
                .valueStream()
                .filter(one -> !one.has("languages"))
                .flatMap(one ->
                        table.path("targets")
                                .valueStream()
                                .map(model -> one.path("name").asText() + " " + model.asText())
                                .map(name ->
                                        dynamicTest(name, () -> assertSaid(one, at(lines, name)))));
    }

    private static void assertSaid(JsonNode one, JsonNode said) {
        boolean tools = one.has("calls") || one.has("schema");
        assertEquals(tools ? "tool_use" : "end_turn", said.path("ended").asText(), said.toString());
        assertTrue(said.path("input").asInt() > 0, said.toString());
        if (one.has("schema")) {
            assertFits(one.path("schema"), said.at("/calls/0/input"));
        } else {
            assertEquals(
                    one.path("calls").valueStream().toList(),
                    said.path("calls").valueStream().toList());
            assertEquals(one.path("tokens"), said.path("output"), said.toString());
        }
        String text = said.path("text").asText();
        if (one.has("says")) {
            assertEquals(one.path("says").asText(), text);
        }
        if (one.has("streamed")) {
            assertEquals(text.split(" ", -1).length, said.path("pieces").asInt(), said.toString());
        }
        if (one.has("calls")) {
            JsonNode last = said.path("last");
            assertEquals("end_turn", last.path("ended").asText(), last.toString());
            assertFalse(last.path("text").asText().isEmpty(), last.toString());
            assertTrue(last.path("input").asInt() > said.path("input").asInt(), last.toString());
        }
    }

    private static void assertFits(JsonNode schema, JsonNode report) {
        assertEquals(
                schema.path("required").valueStream().map(JsonNode::asText).collect(toSet()),
                report.propertyStream().map(Map.Entry::getKey).collect(toSet()));
        assertTrue(report.path("degrees").isInt() && report.path("alerts").isArray());
        var skies = schema.at("/properties/sky/enum").valueStream().toList();
        assertTrue(skies.contains(report.path("sky")), report.toString());
    }

    @Test
    void guide_asItStands_runs() throws Exception {
        String guide = Files.readString(Path.of("../docs/guide/aws-sdk-java.md"));
        List<String> programs =
                PROGRAM.matcher(guide).results().map(found -> found.group(1)).toList();
        assertEquals(2, programs.size());
        List<String> sync = printed(programs.getFirst());
        assertTokens(sync.get(1));
        assertTrue(sync.get(2).matches("refused: .*no\\.such\\.model.*"), sync.toString());
        List<String> streamed = printed(programs.getLast());
        assertFalse(streamed.getFirst().isBlank(), streamed.toString());
        assertTokens(streamed.getLast());
    }

    private static void assertTokens(String line) {
        assertTrue(Integer.parseInt(line.replace("tokens: ", "")) > 0, line);
    }

    /// What a program of the guide prints.
    private static List<String> printed(String program) throws IOException {
        Path source = Files.writeString(folder.resolve("Guide.java"), program);
        var ended =
                new ChildJvm(List.of(), variables(stack.stack().url(), token()))
                        .run(source.toString());
        assertEquals(0, ended.exit(), () -> String.join("\n", ended.errors()));
        return ended.out();
    }

    private static void assertStreams(Map<String, JsonNode> calls) {
        for (String alias : List.of("sim.claude", "sim.gpt")) {
            JsonNode stream = at(calls, "converseStream " + alias);
            assertEquals(5, stream.path("chunks").asInt(), stream.toString());
            assertEquals(5, stream.path("output").asInt(), stream.toString());
        }
        assertEquals(5, at(calls, "invokeStream").path("chunks").asInt());
    }

    private static Map<String, JsonNode> inClear(String bearer, String what) throws IOException {
        return calls(new ChildJvm(List.of(), variables(stack.stack().url(), bearer)), what);
    }

    /// What the program prints, by call.
    private static Map<String, JsonNode> calls(ChildJvm child, String what) throws IOException {
        String word = what + child.options().size();
        String simulator = stack.stack().upstreams().url().toString();
        return lines(child.run(JavaSdkProgram.class, what, simulator, word));
    }

    private static Map<String, JsonNode> lines(ChildJvm.Ended ended) throws IOException {
        assertEquals(0, ended.exit(), () -> String.join("\n", ended.errors()));
        var calls = new HashMap<String, JsonNode>();
        for (String line : ended.out()) {
            JsonNode call = JSON.readTree(line);
            calls.put(call.path("call").asText(), call);
        }
        return calls;
    }

    private static Map<String, String> variables(String url, String bearer) {
        return Map.of(
                "AWS_ENDPOINT_URL_BEDROCK_RUNTIME",
                url,
                "AWS_BEARER_TOKEN_BEDROCK",
                bearer,
                "AWS_REGION",
                "us-east-1");
    }

    private static String token() {
        return stack.stack().upstreams().issuer("acme").mint(TokenRequest.of("java", "acme", HOUR));
    }

    private static <T> T at(Map<String, T> map, String key) {
        return Objects.requireNonNull(map.get(key), key);
    }
}
