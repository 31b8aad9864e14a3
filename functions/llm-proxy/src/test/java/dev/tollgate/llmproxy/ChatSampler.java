package dev.tollgate.llmproxy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.llmproxy.chat.ChatEvent;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.ChatRequest.Format;
import dev.tollgate.llmproxy.chat.ChatRequest.ReasoningEffort;
import dev.tollgate.llmproxy.chat.ChatRequest.Role;
import dev.tollgate.llmproxy.chat.ChatRequest.Sampling;
import dev.tollgate.llmproxy.chat.ChatRequest.Tool;
import dev.tollgate.llmproxy.chat.ChatRequest.ToolChoice;
import dev.tollgate.llmproxy.chat.ChatRequest.Tools;
import dev.tollgate.llmproxy.chat.ChatRequest.Turn;
import dev.tollgate.llmproxy.chat.Members;
import dev.tollgate.llmproxy.chat.Part;
import dev.tollgate.llmproxy.json.StrictJson;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Draws chats and answers that Anthropic's language can express.
final class ChatSampler {
    private final Random random;

    ChatSampler(long seed) {
        random = new Random(seed);
    }

    ChatRequest request() {
        var system = new ArrayList<Part.Instruction>();
        for (int i = random.nextInt(3); i > 0; i--) {
            system.add(new Part.Text(text()));
            if (random.nextBoolean()) {
                system.add(new Part.CachePoint());
            }
        }
        return new ChatRequest(
                system,
                some(1, i -> turn(i % 2 == 0 ? Role.USER : Role.ASSISTANT)),
                random.nextBoolean() ? Tools.NONE : tools(),
                sampling(),
                maybe(this::reasoning),
                maybe(() -> new Format.Schema("answer", null, json(), true)),
                random.nextBoolean(),
                new Members());
    }

    /// Steps of an answer. Parallel tool calls come last, their inputs in turn.
    List<ChatEvent> answer() {
        var steps = new ArrayList<ChatEvent>();
        for (int i = random.nextInt(4); i > 0; i--) {
            switch (random.nextInt(3)) {
                case 0 -> steps.add(new ChatEvent.Text(text()));
                case 1 -> steps.add(new ChatEvent.HiddenReasoning(base64()));
                default -> {
                    steps.add(new ChatEvent.Reasoning(text()));
                    steps.add(new ChatEvent.Reasoning(text()));
                    steps.add(new ChatEvent.ReasoningSignature(base64()));
                }
            }
        }
        steps.addAll(calls(random.nextInt(4)));
        var reasons = ChatEvent.StopReason.values();
        steps.add(new ChatEvent.Stop(reasons[random.nextInt(reasons.length)], maybe(this::text)));
        return steps;
    }

    private List<ChatEvent> calls(int count) {
        var waiting = new ArrayList<List<ChatEvent>>();
        for (int call = 0; call < count; call++) {
            var steps = new ArrayList<ChatEvent>();
            steps.add(new ChatEvent.ToolCall(call, "id" + call, word()));
            String input = json().toString();
            for (int from = 0; from < input.length(); ) {
                int to = Math.min(input.length(), from + 1 + random.nextInt(6));
                steps.add(new ChatEvent.ToolInput(call, input.substring(from, to)));
                from = to;
            }
            waiting.add(steps);
        }
        var shuffled = new ArrayList<ChatEvent>();
        int begun = 1;
        while (!waiting.stream().allMatch(List::isEmpty)) {
            int call = random.nextInt(Math.min(begun, count));
            if (waiting.get(call).isEmpty() || random.nextInt(5) == 0) {
                // Calls begin in their order.
                call = Math.min(begun++, count) - 1;
            }
            if (!waiting.get(call).isEmpty()
                    && IntStream.range(0, call)
                            .allMatch(
                                    i -> !(first(waiting.get(i)) instanceof ChatEvent.ToolCall))) {
                shuffled.add(waiting.get(call).removeFirst());
            }
        }
        return shuffled;
    }

    private static @Nullable ChatEvent first(List<ChatEvent> steps) {
        return steps.isEmpty() ? null : steps.getFirst();
    }

    private Turn turn(Role role) {
        var parts = new ArrayList<Part>();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            boolean thoughts = role == Role.ASSISTANT && random.nextInt(3) == 0;
            parts.add(thoughts ? thought() : role == Role.USER ? asked() : said());
            if (!thoughts && random.nextInt(4) == 0) {
                parts.add(new Part.CachePoint());
            }
        }
        return new Turn(role, parts);
    }

    private Part thought() {
        return random.nextBoolean()
                ? new Part.Reasoning(text(), base64())
                : new Part.HiddenReasoning(base64());
    }

    private Part said() {
        return random.nextBoolean()
                ? new Part.Text(text())
                : new Part.ToolUse(word(), word(), json());
    }

    private Part asked() {
        return random.nextInt(3) == 0
                ? new Part.ToolResult(word(), some(0, _ -> result()), random.nextBoolean())
                : result();
    }

    private Part.Result result() {
        return switch (random.nextInt(5)) {
            case 0 -> new Part.Image("image/png", base64());
            case 1 -> new Part.ImageUrl("https://example.com/" + word(), null);
            case 2 -> new Part.Document("application/pdf", base64(), maybe(this::text));
            case 3 -> new Part.Document("text/plain", base64(), maybe(this::text));
            default -> new Part.Text(text());
        };
    }

    private Tools tools() {
        List<Tool> list =
                some(1, _ -> new Tool(word(), maybe(this::text), json(), random.nextBoolean()));
        ToolChoice choice =
                switch (random.nextInt(5)) {
                    case 0 -> new ToolChoice.Auto();
                    case 1 -> new ToolChoice.Any();
                    case 2 -> new ToolChoice.Named(word());
                    case 3 -> new ToolChoice.None();
                    default -> null;
                };
        boolean single =
                choice != null && !(choice instanceof ToolChoice.None) && random.nextBoolean();
        return new Tools(list, choice, single);
    }

    private Sampling sampling() {
        return new Sampling(
                1 + random.nextLong(1000),
                maybe(random::nextDouble),
                maybe(random::nextDouble),
                maybe(() -> random.nextLong(100)),
                some(0, _ -> text()));
    }

    private ReasoningEffort reasoning() {
        return switch (random.nextInt(3)) {
            case 0 -> new ReasoningEffort.Adaptive();
            case 1 -> new ReasoningEffort.Budget(1 + random.nextLong(5000));
            default -> new ReasoningEffort.Level(random.nextBoolean() ? "low" : "max");
        };
    }

    private ObjectNode json() {
        ObjectNode node = StrictJson.newObject().put(word(), text());
        node.putObject(word()).put("n", random.nextInt()).putArray("list").add("}]").add(true);
        return node;
    }

    private String text() {
        String[] words = {"a", "é😀", "\"quoted\"", "line\nbreak", "{brace", "\\", "data: x"};
        return String.join(" ", some(1, _ -> words[random.nextInt(words.length)]));
    }

    private String word() {
        return "w" + random.nextInt(100);
    }

    private String base64() {
        byte[] bytes = text().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private <T> List<T> some(int least, IntFunction<T> draw) {
        return IntStream.range(0, least + random.nextInt(3)).mapToObj(draw).toList();
    }

    private <T> @Nullable T maybe(Supplier<T> draw) {
        return random.nextBoolean() ? draw.get() : null;
    }
}
