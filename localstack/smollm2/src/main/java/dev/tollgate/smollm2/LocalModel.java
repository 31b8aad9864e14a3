package dev.tollgate.smollm2;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.Pair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// The model, loaded once. Generates one answer at a time in order of arrival; thread-safe.
final class LocalModel implements AutoCloseable {
    /// Tokens of prompt and answer together.
    static final int CONTEXT = 4096;

    private static final int MAX_WAITING = 16;

    private final LlamaModel model;
    private final Semaphore turn = new Semaphore(1, true);
    private final AtomicInteger present = new AtomicInteger();

    LocalModel(Path gguf) {
        model =
                new LlamaModel(
                        new ModelParameters()
                                .setModel(gguf.toString())
                                .setCtxSize(CONTEXT)
                                .setParallel(1)
                                .disableLog());
    }

    /// Takes the pieces of an answer as they come.
    @FunctionalInterface
    interface Listener {
        /// @throws IOException to stop the generation: nobody listens any more
        void piece(String text) throws IOException;
    }

    /// @throws RequestRefused when too many wait, or the prompt does not fit the context
    /// @throws IOException what the listener threw; the generation has stopped then
    Completion generate(ChatRequest request, Listener listener)
            throws RequestRefused, IOException, InterruptedException {
        if (present.incrementAndGet() > MAX_WAITING + 1) {
            present.decrementAndGet();
            throw RequestRefused.of(
                    429, "rate_limit_exceeded", MAX_WAITING + " requests are waiting; try later");
        }
        try {
            turn.acquire();
            try {
                return run(request, listener);
            } finally {
                turn.release();
            }
        } finally {
            present.decrementAndGet();
        }
    }

    private Completion run(ChatRequest request, Listener listener)
            throws RequestRefused, IOException {
        String prompt = model.applyTemplate(conversation(request));
        int promptTokens = model.encode(prompt).length;
        if (promptTokens >= CONTEXT) {
            throw RequestRefused.of(
                    400,
                    "context_length_exceeded",
                    "the prompt has %d tokens, the context only %d"
                            .formatted(promptTokens, CONTEXT));
        }
        int limit = Math.min(request.maxTokens(), CONTEXT - promptTokens);
        Drawn drawn = draw(sampling(request, prompt, limit), listener);
        // Each step is a token, but the tokens of one character (emoji) come as one step.
        int tokens = Math.max(drawn.steps(), model.encode(drawn.text()).length);
        boolean cutShort = tokens >= limit && !drawn.endedInSilence();
        return new Completion(
                drawn.text(), promptTokens, Math.min(tokens, limit), cutShort ? "length" : "stop");
    }

    /// @param steps of the generation, the last, which only tells of the end, not counted
    /// @param endedInSilence the last step was a token without text: the model's own end
    private record Drawn(String text, int steps, boolean endedInSilence) {}

    private Drawn draw(InferenceParameters parameters, Listener listener) throws IOException {
        LlamaIterator pieces = model.generate(parameters).iterator();
        StringBuilder text = new StringBuilder();
        int steps = 0;
        boolean silent = false;
        try {
            while (pieces.hasNext()) {
                String piece = pieces.next().text;
                if (pieces.hasNext()) {
                    steps++;
                    silent = piece.isEmpty();
                }
                text.append(piece);
                listener.piece(piece);
            }
        } finally {
            if (pieces.hasNext()) {
                pieces.cancel();
            }
        }
        return new Drawn(text.toString(), steps, silent);
    }

    private static InferenceParameters conversation(ChatRequest request) {
        List<Pair<String, String>> turns =
                request.turns().stream().map(t -> new Pair<>(t.role(), t.text())).toList();
        String system = request.system();
        return new InferenceParameters("").setMessages(system == null ? "" : system, turns);
    }

    private static InferenceParameters sampling(ChatRequest request, String prompt, int limit) {
        InferenceParameters parameters =
                new InferenceParameters(prompt)
                        .setNPredict(limit)
                        .setTemperature(request.temperature())
                        .setTopP(request.topP())
                        .setSeed(request.seed())
                        .setCachePrompt(false);
        return request.stop().isEmpty()
                ? parameters
                : parameters.setStopStrings(request.stop().toArray(String[]::new));
    }

    @Override
    public void close() {
        model.close();
    }
}
