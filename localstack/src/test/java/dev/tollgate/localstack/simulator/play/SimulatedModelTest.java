package dev.tollgate.localstack.simulator.play;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.localstack.simulator.play.Answer.StopReason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SimulatedModelTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// In quotes that a table can hold.
    private static JsonNode json(String text) throws JsonProcessingException {
        return JSON.readTree(text.replace('\'', '"'));
    }

    private static Answer answer(PromptDraft draft, String user) throws SimRefusal {
        return SimulatedModel.answer(draft.finish(user, 100, List.of()), Script.of(user, "openai"));
    }

    private static JsonNode answerTo(String schema) throws Exception {
        var draft = new PromptDraft();
        draft.schema(json(schema));
        return JSON.readTree(answer(draft, "Go.").text());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'type':'null'}                                                   | null
                    {'const':7}                                                       | 7
                    {'enum':['a']}                                                    | 'a'
                    {'type':'object'}                                                 | {}
                    {}                                                                | {}
                    {'type':'array'}                                                  | []
                    {'type':'ARRAY','items':{'type':'NULL'}}                          | [null]
                    {'anyOf':[{'const':1},{'type':'null'}]}                           | 1
                    {'type':['null','string']}                                        | null
                    {'$ref':'#/$defs/a','$defs':{'a':{'const':3}}}                    | 3
                    {'type':'object','properties':{'b':{'const':1},'a':{'const':2}}}  | {'b':1,'a':2}
                    {'$ref':'#/$defs/a','$defs':{'a':{'properties':{'n':{'anyOf':[{'$ref':'#/$defs/a'},{'type':'null'}]}}}}} | {'n':null}
                    {'$ref':'#/$defs/a','$defs':{'a':{'properties':{'n':{'type':'array','items':{'$ref':'#/$defs/a'}}}}}}    | {'n':[]}
                    {'$ref':'#/$defs/a','$defs':{'a':{'properties':{'n':{'$ref':'#/$defs/a'},'m':{'const':1}}}}}             | {'m':1}
                    """)
    void answer_schema_keepsToIt(String schema, String expected) throws Exception {
        assertEquals(json(expected).toString(), answerTo(schema).toString());
    }

    @Test
    void answer_schemaOfPlainTypes_keepsToThem() throws Exception {
        assertTrue(answerTo("{'type':'string'}").isTextual());
        assertTrue(answerTo("{'type':'integer','minimum':5}").intValue() >= 5);
        assertTrue(answerTo("{'type':'number'}").isDouble());
        assertTrue(answerTo("{'type':'boolean'}").isBoolean());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {'type':'thing'}                                                   | thing
                    {'$ref':'#/$defs/a'}                                               | #/$defs/a
                    {'$ref':'elsewhere'}                                               | elsewhere
                    {'$ref':'#/$defs/a','$defs':{'a':{'$ref':'#/$defs/a'}}}            | deeper
                    {'$ref':'#/$defs/a','$defs':{'a':{'properties':{'n':{'$ref':'#/$defs/a'}},'required':['n']}}} | deeper
                    """)
    void answer_schemaItDoesNotKnow_isRefused(String schema, String named) {
        SimRefusal refused = assertThrows(SimRefusal.class, () -> answerTo(schema));
        assertTrue(refused.status() == 400 && refused.text().contains(named), refused.text());
    }

    @Test
    void answer_forcedTool_isCalledByItsSchemaWithoutAWord() throws Exception {
        var draft = new PromptDraft();
        draft.tool("other", json("{'type':'object'}"));
        draft.tool("report", json("{'type':'object','properties':{'sky':{'enum':['clear']}}}"));
        draft.forceTool(Optional.of("report"));
        Answer answer = answer(draft, "Go.");
        Answer.Call call = answer.calls().getFirst();
        assertEquals("report {\"sky\":\"clear\"}", call.name() + " " + call.input());
        assertEquals(1, answer.calls().size());
        assertEquals("", answer.text());
        assertEquals(StopReason.TOOL_USE, answer.stop());
    }

    @Test
    void forceTool_notAmongTheTools_isRefused() {
        var draft = new PromptDraft();
        assertThrows(SimRefusal.class, () -> draft.forceTool(Optional.empty()));
        assertThrows(SimRefusal.class, () -> draft.forceTool(Optional.of("report")));
    }

    @Test
    void answer_scriptedCallOfAToolThatWasNotGiven_isRefusedByName() {
        SimRefusal refused =
                assertThrows(
                        SimRefusal.class, () -> answer(new PromptDraft(), "[[sim call=clock]]"));
        assertTrue(refused.text().contains("'clock'"), refused.text());
    }

    @Test
    void answer_look_namesWhatItWasShown() throws Exception {
        var draft = new PromptDraft();
        draft.image("image/png", "_-8=");
        draft.image("image/gif", "/+8=");
        draft.imageAt("https://images.example/a.png");
        List<String> seen = List.of(answer(draft, "[[sim look]]").text().split(", ", -1));
        assertEquals(3, seen.size());
        assertTrue(seen.get(0).matches("image/png [0-9a-f]{8}"), seen.get(0));
        // The same bytes in the other alphabet.
        assertEquals(seen.get(0).replace("png", "gif"), seen.get(1));
        assertEquals("https://images.example/a.png", seen.get(2));
        assertThrows(SimRefusal.class, () -> draft.image("image/png", "not base64"));
    }
}
