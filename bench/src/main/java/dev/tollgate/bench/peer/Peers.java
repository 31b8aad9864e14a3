package dev.tollgate.bench.peer;

import dev.tollgate.bench.peer.Peer.Converse;
import dev.tollgate.bench.scene.Child;
import dev.tollgate.bench.scene.Issuer;
import dev.tollgate.bench.scene.Times;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Each peer in turn before the same mock, twice. Peers run on the first processor, the mock on the
/// others, where the machine has `taskset` and two of them.
public final class Peers {
    private static final String MODEL = "gpt-sim";
    private static final int ROUNDS = 2;

    /// The same for all. A JVM on one processor still compiles after it, though less than after
    /// fewer.
    private static final int WARM_UP = 20_000;

    private static final int STREAMS_WARM_UP = 600;
    private static final int CALLS = 3_000;
    private static final int ALONE = 400;
    private static final int STREAMS = 120;
    private static final int CONNECTIONS = 4;

    private final PrintStream report;
    private final Path home;
    private final Path state;

    /// @param home the checkout
    /// @param state where what is downloaded goes
    public Peers(PrintStream report, Path home, Path state) {
        this.report = report;
        this.home = home;
        this.state = state;
    }

    public void run() {
        Optional<List<String>> portkey = new Portkey(report, home, state).command();
        try (var issuer = new Issuer();
                var mock = Child.java(others(), MockUpstream.class)) {
            report.printf(
                    "%-28s %9s %9s %9s %11s %11s %12s%n",
                    "peer (alone / 4 callers)",
                    "p50 us",
                    "p99 us",
                    "calls/s",
                    "CPU us/call",
                    "TTFT p50 us",
                    "CPU us/chunk");
            for (int round = 1; round <= ROUNDS; round++) {
                for (Peer peer : peers(mock, issuer, portkey)) {
                    measure(peer);
                }
            }
        }
    }

    private List<Peer> peers(Child mock, Issuer issuer, Optional<List<String>> portkey) {
        String upstream = "http://127.0.0.1:" + mock.port();
        var peers = new ArrayList<Peer>();
        peers.add(Peer.chat("mock, chat", () -> mock, MODEL, Map.of()));
        peers.add(Peer.converse("mock, converse", () -> mock, new Converse("m", "")));
        peers.add(
                Peer.chat(
                        "bare JDK proxy",
                        () -> Child.java(first(), BareProxy.class, upstream),
                        MODEL,
                        Map.of()));
        portkey.ifPresent(command ->
                peers.add(
                        Peer.chat(
                                "Portkey 1.15.2",
                                () -> portkey(command),
                                MODEL,
                                Map.of(
                                        "x-portkey-provider",
                                        "openai",
                                        "x-portkey-custom-host",
                                        upstream + "/v1"))));
        for (String model : List.of("sim.claude", "sim.gpt")) {
            peers.add(
                    Peer.converse(
                            "Tollgate " + model,
                            () -> gateway(upstream, issuer),
                            new Converse(model, issuer.token("RS256"))));
        }
        peers.add(
                Peer.chat(
                        "Tollgate chat, sim.gpt",
                        () -> gateway(upstream, issuer),
                        "sim.gpt",
                        Map.of("Authorization", "Bearer " + issuer.token("RS256"))));
        return peers;
    }

    private Child gateway(String upstream, Issuer issuer) {
        return Child.java(
                first(),
                Gateway.class,
                upstream,
                issuer.url().toString(),
                home.resolve("openapi/tollgate.yaml").toString());
    }

    private static Child portkey(List<String> command) {
        int port = Child.freePort();
        var all = new ArrayList<>(first());
        all.addAll(command);
        all.add("--port=" + port);
        return Child.start(all, port);
    }

    private void measure(Peer peer) {
        boolean alone = peer.name().startsWith("mock");
        Child process = peer.start().get();
        try (var whole = new Load(peer.whole().to(process.port()));
                var stream = new Load(peer.stream().to(process.port()))) {
            whole.run(CONNECTIONS, WARM_UP);
            stream.run(CONNECTIONS, STREAMS_WARM_UP);
            Times single = whole.run(1, ALONE);
            Duration before = process.cpu();
            long start = System.nanoTime();
            int calls = whole.run(CONNECTIONS, CALLS).count();
            double seconds = (System.nanoTime() - start) / 1e9;
            Duration between = process.cpu();
            Times streams = stream.run(1, STREAMS);
            Duration after = process.cpu();
            report.printf(
                    Locale.ROOT,
                    "%-28s %9.0f %9.0f %9.0f %11.0f %11.0f %12.0f%n",
                    peer.name(),
                    single.wholeMicros(0.5),
                    single.wholeMicros(0.99),
                    calls / seconds,
                    micros(between.minus(before)) / calls,
                    streams.firstMicros(0.5),
                    micros(after.minus(between)) / streams.count() / MockUpstream.CHUNKS);
        } finally {
            if (!alone) {
                process.close();
            }
        }
    }

    private static double micros(Duration duration) {
        return duration.toNanos() / 1e3;
    }

    private static List<String> first() {
        return pinned("0");
    }

    private static List<String> others() {
        return pinned("1-" + (Runtime.getRuntime().availableProcessors() - 1));
    }

    private static List<String> pinned(String processors) {
        boolean can =
                Files.isExecutable(Path.of("/usr/bin/taskset"))
                        && Runtime.getRuntime().availableProcessors() > 1;
        return can ? List.of("/usr/bin/taskset", "-c", processors) : List.of();
    }
}
