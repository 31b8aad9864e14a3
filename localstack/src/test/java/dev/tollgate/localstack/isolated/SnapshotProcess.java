package dev.tollgate.localstack.isolated;

import dev.tollgate.core.config.LambdaVariable;
import dev.tollgate.testkit.LambdaContext;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// A function that Lambda starts for a snapshot: a process of the loop that waits for its restore,
/// and its Runtime API.
final class SnapshotProcess implements Invocations, AutoCloseable {
    private static final int PATIENCE = 60;

    private final CountDownLatch checkpoint = new CountDownLatch(1);
    private final CountDownLatch restore = new CountDownLatch(1);
    private final BlockingQueue<Call> mailbox = new LinkedBlockingQueue<>();
    private final RuntimeApiServer api;
    private final Process process;
    private final Path output;
    private volatile @Nullable Call running;
    private volatile String failure = "";

    SnapshotProcess(Class<?> function, Map<String, String> variables, Path output)
            throws IOException {
        this.output = output;
        this.api = RuntimeApiServer.start(this);
        var builder =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Xmx300m",
                                "-cp",
                                System.getProperty("java.class.path"),
                                "dev.tollgate.runtime.loop.Main")
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().keySet().retainAll(Set.of("PATH"));
        builder.environment().putAll(variables);
        builder.environment().put(LambdaVariable.HANDLER.key(), function.getName());
        builder.environment().put(LambdaVariable.RUNTIME_API.key(), api.address());
        builder.environment().put(LambdaVariable.INITIALIZATION_TYPE.key(), "snap-start");
        this.process = builder.start();
    }

    /// Until it says that a snapshot may be taken.
    void awaitCheckpoint() throws InterruptedException, IOException {
        if (!checkpoint.await(PATIENCE, TimeUnit.SECONDS)) {
            throw new AssertionError("no snapshot " + failure + printed());
        }
    }

    /// Goes on as a restored process does, and sends it a call.
    String restoreAndCall(byte[] event) throws Exception {
        restore.countDown();
        var out = new ByteArrayOutputStream();
        Call call = Call.of(event, out, new LambdaContext("r-1"), Clock.systemUTC());
        mailbox.add(call);
        Ending ending = call.ending().get(PATIENCE, TimeUnit.SECONDS);
        if (!(ending instanceof Ending.Answered)) {
            throw new AssertionError(ending + " " + printed());
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /// All that it wrote on its standard streams.
    String printed() throws IOException {
        return Files.readString(output);
    }

    /// The TCP sockets it has open. Source: proc(5), `/proc/pid/fd` and `/proc/net/tcp`.
    Set<String> tcpSockets() throws IOException {
        var open = new HashSet<String>();
        try (Stream<Path> files =
                Files.list(Path.of("/proc", Long.toString(process.pid()), "fd"))) {
            for (Path file : files.toList()) {
                String target = Files.readSymbolicLink(file).toString();
                if (target.startsWith("socket:[")) {
                    open.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        var tcp = new HashSet<String>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                String[] columns = line.strip().split("\\s+", -1);
                if (open.contains(columns[9])) {
                    tcp.add(columns[1] + " > " + columns[2]);
                }
            }
        }
        return tcp;
    }

    @Override
    public Call next() throws InterruptedException {
        Call call = mailbox.take();
        running = call;
        return call;
    }

    @Override
    public Optional<Call> running(String id) {
        return Optional.ofNullable(running).filter(call -> call.id().equals(id));
    }

    @Override
    public void awaitRestore() throws InterruptedException {
        checkpoint.countDown();
        restore.await();
    }

    @Override
    public void startFailed(String why) {
        failure = why;
        checkpoint.countDown();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        api.close();
    }
}
