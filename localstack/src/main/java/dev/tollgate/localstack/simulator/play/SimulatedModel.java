package dev.tollgate.localstack.simulator.play;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.simulator.play.Answer.StopReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A model that always answers the same to the same: words drawn by the prompt's hash, one token a
/// word. It honours maximum and stop sequences.
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

    private SimulatedModel() {}

    public static Answer answer(Prompt prompt, Script script) {
        String id = prompt.fingerprint();
        List<String> chunks = script.echo() ? split(script.text()) : draw(id, script);
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
        List<Answer.Call> calls = calls(id, script);
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

    /// Each with an input of its own, so that parallel calls can be told apart.
    private static List<Answer.Call> calls(String id, Script script) {
        List<Answer.Call> calls = new ArrayList<>();
        for (String name : script.calls()) {
            int number = calls.size();
            ObjectNode input = JsonNodeFactory.instance.objectNode();
            input.put("number", number).put("note", "a \"quoted\" brace }");
            calls.add(new Answer.Call(id + number, name, input));
        }
        return calls;
    }

    private static List<String> split(String text) {
        List<String> chunks = new ArrayList<>();
        Matcher words = WORD.matcher(text);
        while (words.find()) {
            chunks.add(words.group());
        }
        return chunks;
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
        return split(String.join("", chunks).substring(0, String.join("", chunks).indexOf(stop)));
    }
}
