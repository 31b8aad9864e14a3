package dev.tollgate.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tollgate.contract.errors.RawCalls;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/// What calls do to the books, as the caller sees them, and as the tables have them where those are
/// open.
final class BookChecks implements Area {
    private static final int AT_ONCE = 4;

    private final Target target;
    private final Caller caller;

    BookChecks(Target target) {
        this.target = target;
        this.caller = Caller.of(target);
    }

    @Override
    public String name() {
        return "books";
    }

    @Override
    public Stream<Check> checks() {
        return Stream.of(
                new Check("an answer is charged, the same one the same again", this::charged),
                new Check("a refused call costs nothing", this::refused),
                new Check("calls at once are charged one by one", this::atOnce),
                new Check("no limit is exceeded", this::limits),
                new Check("a call leaves one line with what it cost", this::line));
    }

    private void charged() throws Exception {
        long before = spent();
        answered("a word");
        long once = spent() - before;
        answered("a word");
        long twice = spent() - before;
        assertTrue(once > 0, "cost: " + once);
        if (target.simulated()) {
            assertEquals(2 * once, twice);
        }
    }

    private void refused() throws Exception {
        long before = spent();
        var answer =
                caller.send(
                        "/model/no.such/converse",
                        target.caller(),
                        Map.of(),
                        RawCalls.saying("hello"));
        assertEquals(404, answer.statusCode());
        assertEquals(before, spent());
    }

    private void atOnce() throws Exception {
        target.simulatorUrl();
        long before = spent();
        answered("a word");
        long one = spent() - before;
        Callable<String> call = () -> answered("a word");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<String> made :
                    threads.invokeAll(Stream.generate(() -> call).limit(AT_ONCE).toList())) {
                made.get();
            }
        }
        assertEquals((1 + AT_ONCE) * one, spent() - before);
    }

    private void limits() throws Exception {
        List<JsonNode> exceeded =
                UsageReport.settled(caller, target.caller())
                        .limits()
                        .filter(limit ->
                                limit.path("settled").asLong() > limit.path("limit").asLong())
                        .toList();
        assertEquals(List.of(), exceeded);
    }

    private void line() throws Exception {
        Target.Lines tables = target.tables();
        long before = spent();
        String id = answered("a word");
        long cost = spent() - before;
        List<JsonNode> mine =
                tables.of(Target.CALLER)
                        .valueStream()
                        .filter(line -> line.path("call").asText().equals(id))
                        .toList();
        assertEquals(1, mine.size(), mine.toString());
        assertEquals(cost, mine.getFirst().path("costNanos").asLong(), mine.toString());
    }

    /// @return the call's id
    private String answered(String text) throws IOException, InterruptedException {
        String id = Caller.id();
        var answer = caller.say(text, target.caller(), id);
        assertEquals(200, answer.statusCode());
        return id;
    }

    private long spent() throws IOException, InterruptedException {
        return UsageReport.settled(caller, target.caller()).spentNanos();
    }
}
