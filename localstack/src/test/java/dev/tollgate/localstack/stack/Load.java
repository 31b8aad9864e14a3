package dev.tollgate.localstack.stack;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.control.key.VirtualKeys.NewKey;
import dev.tollgate.core.principal.Scope;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.isolated.IsolatedFunction;
import dev.tollgate.localstack.issuer.TokenRequest;
import dev.tollgate.localstack.stack.Caller.Call;
import dev.tollgate.localstack.stack.Caller.Ending;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/// Carries a plan out on a running stack.
final class Load {
    static final List<String> TENANTS = List.of("acme", "globex", "acme2", "rate", "budget");

    private static final String PROXY = "llm-proxy";
    private static final Duration HOUR = Duration.ofHours(1);

    /// Begins the place of a key in the store (`KeyItems`), for which the authorizer alone asks.
    private static final String KEY = "\"KEY#";

    private static final int PATIENCE_MINUTES = 5;

    private final LocalStack stack;
    private final LoadPlan plan;
    private final FaultyStore store;
    private final List<Future<?>> troubles = new ArrayList<>();
    private final Set<Long> processes = ConcurrentHashMap.newKeySet();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final AtomicInteger authorizersKilled = new AtomicInteger();

    Load(LocalStack stack, LoadPlan plan, FaultyStore store) {
        this.stack = stack;
        this.plan = plan;
        this.store = store;
    }

    /// Returns when every call has ended and nothing goes wrong any more.
    Map<Call, List<Ending>> make() throws Exception {
        var endings = new HashMap<Call, List<Ending>>();
        Path authority = Path.of(stack.environment().getOrDefault("AWS_CA_BUNDLE", ""));
        try (var plain = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
                var tls =
                        HttpClient.newBuilder()
                                .sslContext(Authority.read(authority).context())
                                .build();
                var threads = Executors.newVirtualThreadPerTaskExecutor();
                var trouble = Executors.newSingleThreadScheduledExecutor()) {
            var credentials = credentials();
            var callers =
                    List.of(
                            new Caller(plain, stack.url(), credentials, this::killAll),
                            new Caller(tls, stack.tlsUrl(), credentials, this::killAll));
            askOnce(plain);
            begin(trouble);
            var turns = new ArrayList<Future<Map<Call, Ending>>>();
            for (LoadPlan.Share share : plan.shares()) {
                turns.add(threads.submit(turn(callers.get(turns.size() % 2), share)));
            }
            for (Future<Map<Call, Ending>> turn : turns) {
                turn.get(PATIENCE_MINUTES, TimeUnit.MINUTES)
                        .forEach((call, ending) ->
                                endings.computeIfAbsent(call, _ -> new ArrayList<>()).add(ending));
            }
            trouble.shutdownNow();
            store.end();
        }
        requireNoneFailed();
        return endings;
    }

    /// A gateway that never read its configuration has none to outlive an outage with.
    private void askOnce(HttpClient http) throws Exception {
        for (String tenant : TENANTS) {
            var question =
                    HttpRequest.newBuilder(URI.create(stack.url() + "/v1/usage"))
                            .header("authorization", "Bearer " + token(tenant))
                            .build();
            var answer = http.send(question, HttpResponse.BodyHandlers.ofString());
            assertEquals(200, answer.statusCode(), answer::body);
        }
    }

    /// Process ids of all environments seen so far.
    Set<Long> processes() {
        return Set.copyOf(processes);
    }

    /// How many environments of the authorizer were killed while one of them checked a credential.
    int authorizersKilled() {
        return authorizersKilled.get();
    }

    /// The most environments of the proxy that were seen at once.
    int mostAtOnce() {
        return mostAtOnce.get();
    }

    private void begin(ScheduledExecutorService trouble) {
        store.whenAskedFor(KEY, this::killAuthorizers);
        store.begin();
        for (Duration outage : plan.outages()) {
            after(trouble, outage, () -> store.down(true));
            after(trouble, outage.plus(LoadPlan.OUTAGE), () -> store.down(false));
        }
        for (LoadPlan.Death death : plan.deaths()) {
            after(trouble, death.at(), () -> killOne(death.which()));
        }
    }

    private void after(ScheduledExecutorService trouble, Duration time, Runnable what) {
        troubles.add(trouble.schedule(what, time.toMillis(), TimeUnit.MILLISECONDS));
    }

    private void requireNoneFailed() {
        for (Future<?> one : troubles) {
            if (one.state() == Future.State.FAILED) {
                throw new IllegalStateException("trouble could not be made", one.exceptionNow());
            }
        }
    }

    private void killOne(int which) {
        List<Long> there = there();
        if (!there.isEmpty()) {
            kill(there.get(which % there.size()));
        }
    }

    private void killAll() {
        there().forEach(Load::kill);
    }

    private void killAuthorizers() {
        List<Long> there = ((IsolatedFunction) stack.functions().authorizer()).processes();
        processes.addAll(there);
        there.forEach(Load::kill);
        authorizersKilled.addAndGet(there.size());
    }

    private static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private List<Long> there() {
        var proxy =
                (IsolatedFunction) Objects.requireNonNull(stack.functions().byName().get(PROXY));
        List<Long> there = proxy.processes();
        processes.addAll(there);
        mostAtOnce.accumulateAndGet(there.size(), Math::max);
        return there;
    }

    private static Callable<Map<Call, Ending>> turn(Caller caller, LoadPlan.Share share) {
        return () -> {
            Thread.sleep(share.pause());
            var endings = new HashMap<Call, Ending>();
            for (Call call : share.calls()) {
                endings.put(call, caller.make(call));
            }
            return endings;
        };
    }

    /// One of its own for each call, so that the authorizer has as many callers as the proxy.
    private Function<Call, String> credentials() {
        var credentials = new HashMap<Call, String>();
        plan.shares().stream()
                .flatMap(share -> share.calls().stream())
                .forEach(call -> credentials.computeIfAbsent(call, this::credential));
        return call -> Objects.requireNonNull(credentials.get(call));
    }

    private String credential(Call call) {
        return call.midway() == Caller.Midway.UNCHECKED ? key(call.tenant()) : token(call.tenant());
    }

    private String token(String tenant) {
        String issuer = tenant.equals("globex") ? "globex" : "acme";
        return stack.upstreams().issuer(issuer).mint(TokenRequest.of("many", tenant, HOUR));
    }

    private String key(String tenant) {
        var wanted = NewKey.of(new TenantId(tenant), "many", Scope.everything());
        return stack.stores().keys().create(wanted).secret().value();
    }
}
