package dev.tollgate.localstack.stack;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What other commands know of a running stack: its process and where its items are. The file
/// exists while the stack is ready.
///
/// @param startedAt the process's start, milliseconds since 1970: tells it from a later one with
///   the same id
/// @param variables what stands in its configuration for `${TOLLGATE_…}`
public record StackState(
        long pid,
        long startedAt,
        String url,
        String tlsUrl,
        StorePlace store,
        Map<String, String> variables) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public StackState {
        variables = Map.copyOf(variables);
    }

    /// The stack that runs now, if one does.
    public static Optional<StackState> running(Path state) {
        Path file = file(state);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(file.toFile(), StackState.class))
                    .filter(found -> found.process().isPresent());
        } catch (IOException e) {
            throw new StackException("cannot read " + file + "; delete it and try again", e);
        }
    }

    /// Its process, while it lives.
    public Optional<ProcessHandle> process() {
        return ProcessHandle.of(pid)
                .filter(ProcessHandle::isAlive)
                .filter(handle -> start(handle) == startedAt);
    }

    static StackState ofThisProcess(
            String url, String tlsUrl, StorePlace store, Map<String, String> variables) {
        var self = ProcessHandle.current();
        return new StackState(self.pid(), start(self), url, tlsUrl, store, variables);
    }

    private static long start(ProcessHandle handle) {
        return handle.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    void write(Path state) throws IOException {
        Path next = file(state).resolveSibling("stack.json.next");
        JSON.writeValue(next.toFile(), this);
        Files.move(next, file(state), StandardCopyOption.ATOMIC_MOVE);
    }

    public static void delete(Path state) throws IOException {
        Files.deleteIfExists(file(state));
    }

    private static Path file(Path state) {
        return state.resolve("stack.json");
    }
}
