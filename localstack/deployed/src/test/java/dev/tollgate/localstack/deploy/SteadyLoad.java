package dev.tollgate.localstack.deploy;

import dev.tollgate.localstack.stack.Caller;
import dev.tollgate.localstack.stack.Caller.Call;
import dev.tollgate.localstack.stack.Caller.Ending;
import dev.tollgate.localstack.stack.Caller.Midway;
import dev.tollgate.localstack.stack.Wire;
import dev.tollgate.runtime.SecureIds;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Callers that go on, each with one call after the other, until they are told to end. Every second
/// call is streamed.
final class SteadyLoad implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(700);
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final SecureIds ids = new SecureIds();
    private final Map<Call, List<Ending>> endings = new ConcurrentHashMap<>();
    private final AtomicBoolean over = new AtomicBoolean();
    private final List<AtomicInteger> made = new ArrayList<>();
    private final List<Future<Void>> callers = new ArrayList<>();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /// Starts them, spread over the tenants.
    ///
    /// @param keys by tenant
    SteadyLoad(String url, Map<String, String> keys, int count) {
        var caller = new Caller(http, url, keys, () -> {});
        var tenants = List.copyOf(keys.keySet());
        for (int i = 0; i < count; i++) {
            String tenant = tenants.get(i % tenants.size());
            var calls = new AtomicInteger();
            made.add(calls);
            callers.add(
                    threads.submit(() -> {
                        while (!over.get()) {
                            boolean streamed = calls.get() % 2 == 1;
                            Call call =
                                    new Call(
                                            Wire.CONVERSE,
                                            tenant,
                                            "sim.claude",
                                            ids.next(),
                                            "[[sim words=8]]",
                                            streamed,
                                            Midway.READS_ON);
                            endings.put(call, List.of(caller.make(call)));
                            calls.incrementAndGet();
                            Thread.sleep(PAUSE);
                        }
                        return null;
                    }));
        }
    }

    /// Returns when each caller has made so many further calls.
    ///
    /// @throws TimeoutException when that takes over four minutes
    void awaitFurther(int calls) throws Exception {
        List<Integer> wanted = made.stream().map(count -> count.get() + calls).toList();
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int i = 0; i < wanted.size(); i++) {
            while (made.get(i).get() < wanted.get(i)) {
                if (callers.get(i).isDone() || System.nanoTime() > end) {
                    throw new TimeoutException("caller " + i + " makes no further calls");
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    /// Lets each finish its call.
    ///
    /// @return how every call ended
    Map<Call, List<Ending>> end() throws Exception {
        over.set(true);
        for (Future<Void> caller : callers) {
            caller.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
        return Map.copyOf(endings);
    }

    @Override
    public void close() {
        over.set(true);
        threads.shutdownNow();
        http.close();
    }
}
