package dev.tollgate.contract.errors;

import dev.tollgate.contract.errors.RawCalls.Call;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Brings a target into the state that a case asks for, as far as a client can: by other calls.
///
/// @param url of the gateway
/// @param ids a new one each time
public record PrepareCalls(String url, Simulator simulator, RawCalls calls, Supplier<String> ids) {
    /// The ids of calls made here begin so.
    public static final String MARK = "prepared-";

    private static final int MOST_CALLS = 100;
    private static final int ALL_CHUNKS = 8;
    private static final Duration CLOSE = Duration.ofSeconds(15);

    /// Takes a preparation back.
    @FunctionalInterface
    public interface Undo {
        void run() throws Exception;
    }

    /// Something done in a thread of its own.
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /// The calls that have to be made before.
    public void make(ErrorCase one, Begun begun, Deque<Undo> undo) throws Exception {
        for (ErrorCase.Preparation preparation : one.with()) {
            switch (preparation) {
                case USED_UP -> useUp(begun);
                case IN_FLIGHT -> inFlight(begun, undo);
                case SAME_CALL_RUNNING -> running(Call.of(one, begun), begun.id(), undo);
                case SAME_CALL_DONE -> calls.send(Call.of(one, begun));
                case ID_USED -> useId(begun);
                // What is cached then is: the store alone is what fails.
                case KNOWN, STORE_DOWN -> warm(one, begun);
                case STORE_DOWN_AFTER_CALL, SHORT, THROTTLED, NO_TENANT -> {}
                case AUTHORIZER_FAILS, AUTHORIZER_HANGS, AUTHORIZER_BABBLES -> {}
                case FUNCTION_DIES, FUNCTION_HANGS -> {}
            }
        }
    }

    private void useId(Begun begun) throws Exception {
        byte[] body = RawCalls.saying("other words");
        calls.send(new Call(url, path("converse"), auth(begun), begun.headers(), body));
    }

    private void warm(ErrorCase one, Begun begun) throws Exception {
        if (!one.as().equals("fresh-key")) {
            Call call = Call.of(one, begun);
            var headers = Map.of("idempotency-key", MARK + begun.id());
            calls.send(new Call(url, call.path(), auth(begun), headers, call.body()));
        }
    }

    /// Calls until the credential's limits stand in the way, and not just before an hour ends: the
    /// limits of cases are per hour or day.
    private void useUp(Begun begun) throws Exception {
        awaitRoomInTheHour();
        byte[] body = RawCalls.saying("[[sim usage=100,16]] spend");
        for (int made = 0; made < MOST_CALLS; made++) {
            Call call = new Call(url, path("converse"), auth(begun), Map.of(), body);
            if (calls.send(call).statusCode() != 200) {
                return;
            }
        }
        throw new IOException("no limit after " + MOST_CALLS + " calls");
    }

    private static void awaitRoomInTheHour() throws InterruptedException {
        Instant now = Clock.systemUTC().instant();
        Instant next = now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        Duration left = Duration.between(now, next);
        if (left.compareTo(CLOSE) < 0) {
            Thread.sleep(left.plusSeconds(1));
        }
    }

    /// A call that takes two tokens of the limit, and holds far more until it is released.
    private void inFlight(Begun begun, Deque<Undo> undo) throws Exception {
        String handshake = ids.get();
        byte[] body = RawCalls.saying("[[sim words=2 usage=1,1 handshake=" + handshake + "]]");
        var headers = Map.of("idempotency-key", MARK + handshake);
        var call = new Call(url, path("converse-stream"), auth(begun), headers, body);
        running(call, handshake, undo);
    }

    private void running(Call call, String handshake, Deque<Undo> undo) throws Exception {
        int before = simulator.requests();
        FutureTask<Void> answered = started(() -> calls.send(call));
        simulator.awaitMoreThan(before);
        undo.push(() -> {
            simulator.release(handshake, ALL_CHUNKS);
            answered.get();
        });
    }

    private static FutureTask<Void> started(Work work) {
        var task =
                new FutureTask<Void>(() -> {
                    work.run();
                    return null;
                });
        Thread.ofVirtual().start(task);
        return task;
    }

    private static @Nullable String auth(Begun begun) {
        return begun.authorization().orElse(null);
    }

    private static String path(String operation) {
        return "/model/sim.claude/" + operation;
    }
}
