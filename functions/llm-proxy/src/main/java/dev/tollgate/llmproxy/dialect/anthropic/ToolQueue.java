package dev.tollgate.llmproxy.dialect.anthropic;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Parallel tool calls, one after the other: the first whose input is not whole yet passes at once,
/// the others wait. Not thread-safe.
final class ToolQueue {
    private final Map<Integer, Call> waiting = new LinkedHashMap<>();
    private final Consumer<Step> out;
    private @Nullable Call current;

    /// @param out gets the steps of one call after the other
    ToolQueue(Consumer<Step> out) {
        this.out = out;
    }

    /// A step of the call whose turn it is.
    sealed interface Step {
        record Begun(String id, String name) implements Step {}

        record Input(String fragment) implements Step {}
    }

    private static final class Call {
        private final int number;
        private final Step.Begun begun;
        private final StringBuilder unsent = new StringBuilder();
        private final JsonEnd end = new JsonEnd();

        Call(int number, Step.Begun begun) {
            this.number = number;
            this.begun = begun;
        }
    }

    void begin(int number, String id, String name) {
        waiting.put(number, new Call(number, new Step.Begun(id, name)));
        advance(false);
    }

    /// @throws IllegalArgumentException when the call was not begun, or its input had ended
    void input(int number, String fragment) {
        Call call = current != null && current.number == number ? current : waiting.get(number);
        if (call == null || (call.end.reached() && !fragment.isBlank())) {
            throw new IllegalArgumentException("input of a tool call that was not open");
        }
        call.end.read(fragment);
        call.unsent.append(fragment);
        advance(false);
    }

    /// Sends what still waits; no more will come for the calls so far.
    void flush() {
        advance(true);
        current = null;
    }

    /// Sends what may be sent, and goes on to the next call when the current one is whole.
    private void advance(boolean over) {
        send();
        while (!waiting.isEmpty() && (current == null || over || current.end.reached())) {
            Iterator<Call> calls = waiting.values().iterator();
            Call next = calls.next();
            calls.remove();
            current = next;
            out.accept(next.begun);
            send();
        }
    }

    private void send() {
        if (current != null && !current.unsent.isEmpty()) {
            out.accept(new Step.Input(current.unsent.toString()));
            current.unsent.setLength(0);
        }
    }

    /// Tells when a JSON object that comes in pieces is whole, by its brackets alone.
    private static final class JsonEnd {
        private int depth;
        private boolean begun;
        private boolean inString;
        private boolean escaped;

        boolean reached() {
            return begun && depth == 0;
        }

        void read(String fragment) {
            for (int i = 0; i < fragment.length(); i++) {
                char c = fragment.charAt(i);
                if (inString) {
                    inString = escaped || c != '"';
                    escaped = !escaped && c == '\\';
                } else {
                    inString = c == '"';
                    depth += c == '{' || c == '[' ? 1 : c == '}' || c == ']' ? -1 : 0;
                    begun |= depth > 0;
                }
            }
        }
    }
}
