package dev.tollgate.localstack.simulator.play;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.simulator.play.Answer.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// A model that always answers the same to the same: words drawn by the prompt's hash, one token a
/// word. It honours maximum and stop sequences, schemas and forced tools.
public final class SimulatedModel {
    private static final List<String> WORDS =
            List.of(
                    "the", "gate", "opens", "for", "every", "token", "that", "pays", "its", "toll",
                    "and", "counts", "what", "passes", "by", "river", "road", "bridge", "ledger",
                    "keeps", "a", "line", "of", "each", "call", "made", "today");
    private static final int TOKENS_OF_A_CALL = 10;
    private static final int FEWEST_WORDS = 8;
    private static final int WORDS_SPREAD = 17;
    private static final Pattern WORD = Pattern.compile("\\s*\\S+");

    /// JSON has few blanks; as many characters of it are a token.
    private static final Pattern LETTERS = Pattern.compile(".{1,4}");

    private SimulatedModel() {}

    /// @throws SimRefusal where it shall call a tool that it was not given, keep to a schema that
    ///   it does not understand, or hold a prompt that is too long for it
    public static Answer answer(Prompt prompt, Script script) throws SimRefusal {
        if (script.context().isPresent()) {
            script.context().get().require(prompt.tokens());
        }
        String id = prompt.fingerprint();
        List<Answer.Call> calls = calls(id, prompt, script);
        List<String> chunks = said(id, prompt, script, calls);
        StopReason stop = StopReason.END;
        if (chunks.size() > prompt.maxTokens()) {
            chunks = chunks.subList(0, prompt.maxTokens());
            stop = StopReason.MAX_TOKENS;
        }
        Optional<String> stopSequence = firstStop(String.join("", chunks), prompt.stops());
        if (stopSequence.isPresent()) {
            chunks = before(stopSequence.get(), chunks);
            stop = StopReason.STOP_SEQUENCE;
        }
        if (!calls.isEmpty()) {
            stop = StopReason.TOOL_USE;
        }
        int written = script.thoughts() + chunks.size() + calls.size() * TOKENS_OF_A_CALL;
        Script.Counts counted = new Script.Counts(prompt.tokens(), written);
        Optional<Script.Counts> usage =
                script.noUsage() ? Optional.empty() : Optional.of(script.usage().orElse(counted));
        String thoughts = String.join("", words(Long.parseUnsignedLong(id, 16), script.thoughts()));
        return new Answer(id, thoughts, chunks, calls, stop, stopSequence, usage);
    }

    /// What the script says comes before what the request wants. Who has to call, or answers in
    /// JSON and calls, says nothing else.
    private static List<String> said(
            String id, Prompt prompt, Script script, List<Answer.Call> calls) throws SimRefusal {
        if (script.echo()) {
            return pieces(WORD, script.text());
        }
        if (script.look()) {
            return pieces(WORD, String.join(", ", prompt.images()));
        }
        boolean speaks = prompt.forcedTool().isEmpty() && prompt.schema().isEmpty();
        if (speaks || script.words().isPresent()) {
            return draw(id, script);
        }
        return calls.isEmpty()
                ? pieces(
                        LETTERS,
                        SchemaSample.of(prompt.schema().orElseThrow(), seed(id)).toString())
                : List.of();
    }

    /// Scripted ones each have an input of their own, so that parallel calls can be told apart; one
    /// that the request forces keeps to the tool's schema.
    private static List<Answer.Call> calls(String id, Prompt prompt, Script script)
            throws SimRefusal {
        List<Answer.Call> calls = new ArrayList<>();
        for (String name : script.calls()) {
            if (!prompt.tools().containsKey(name)) {
                throw SimRefusal.invalid("the script calls '" + name + "', which is no tool here");
            }
            int number = calls.size();
            ObjectNode input = JsonNodeFactory.instance.objectNode();
            input.put("number", number).put("note", "a \"quoted\" brace }");
            calls.add(new Answer.Call(id + number, name, input));
        }
        if (calls.isEmpty() && prompt.forcedTool().isPresent()) {
            String name = prompt.forcedTool().get();
            JsonNode schema = prompt.tools().getOrDefault(name, MissingNode.getInstance());
            if (!(SchemaSample.of(schema, seed(id)) instanceof ObjectNode input)) {
                throw SimRefusal.invalid("the input of '" + name + "' is no object");
            }
            calls.add(new Answer.Call(id + 0, name, input));
        }
        return calls;
    }

    private static int seed(String id) {
        return Integer.parseInt(id.substring(0, 6), 16);
    }

    private static List<String> pieces(Pattern piece, String text) {
        return piece.matcher(text).results().map(MatchResult::group).toList();
    }

    private static List<String> draw(String id, Script script) {
        long state = Long.parseUnsignedLong(id, 16);
        int drawn = FEWEST_WORDS + (int) Long.remainderUnsigned(state, WORDS_SPREAD);
        return words(state, script.words().orElse(drawn));
    }

    private static List<String> words(long seed, int count) {
        long state = seed;
        List<String> chunks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            // Knuth's MMIX generator; its high bits are the good ones.
            state = state * 6364136223846793005L + 1442695040888963407L;
            String word = WORDS.get((int) ((state >>> 33) % WORDS.size()));
            chunks.add(i == 0 ? word : " " + word);
        }
        return chunks;
    }

    private static Optional<String> firstStop(String text, List<String> stops) {
        return stops.stream()
                .filter(text::contains)
                .min((one, other) -> Integer.compare(text.indexOf(one), text.indexOf(other)));
    }

    private static List<String> before(String stop, List<String> chunks) {
        return pieces(
                WORD, String.join("", chunks).substring(0, String.join("", chunks).indexOf(stop)));
    }
}
