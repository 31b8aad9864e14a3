package dev.tollgate.bench;

import dev.tollgate.bench.peer.MockUpstream;
import dev.tollgate.bench.scene.Bodies;
import dev.tollgate.bench.scene.Events;
import dev.tollgate.bench.scene.FirstContent;
import dev.tollgate.bench.scene.Rig;
import dev.tollgate.bench.scene.Times;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/// One environment's life: authorizer and proxy, one call after the other, 20,000 of them; then
/// more until the compiler has done its work, and streams. Prints whether calls get slower or the
/// heap grows, and what a call takes of the processor, while code is still being compiled and
/// after. Run in a process of its own, with the heap and collector of a small function.
final class CallLoop {
    private static final int CALLS = 20_000;
    private static final int EARLY = 2_000;

    /// On top of the first ones: what a call took of the processor was seen to fall until 35,000 to
    /// 50,000.
    private static final int SETTLING = 30_000;

    private static final int SETTLED = 5_000;
    private static final int STREAMS = 200;
    private static final int STREAMS_WARM_UP = 600;

    private final PrintStream report = System.out;
    private final Rig rig = new Rig(MockUpstream.class);

    private CallLoop() {}

    public static void main(String[] arguments) {
        var loop = new CallLoop();
        var asks = List.of(converse("sim.claude"), converse("sim.gpt"), chat("sim.gpt"));
        asks.forEach(loop::calls);
        for (Ask ask : asks) {
            loop.settled(ask);
            loop.streams(ask);
        }
        loop.rig.close();
        Runtime.getRuntime().exit(0);
    }

    /// What is asked again and again.
    @SuppressWarnings("ArrayRecordComponent") // sent, never changed or compared
    private record Ask(String name, byte[] whole, byte[] stream) {}

    private static Ask converse(String alias) {
        byte[] body = Bodies.converse();
        return new Ask(
                "Converse " + alias,
                Events.proxy(alias, "converse", body),
                Events.proxy(alias, "converse-stream", body));
    }

    private static Ask chat(String alias) {
        return new Ask(
                "chat " + alias,
                Events.chat(Bodies.chat(alias, false)),
                Events.chat(Bodies.chat(alias, true)));
    }

    private void calls(Ask ask) {
        byte[] admit = Events.authorizer("Bearer " + rig.issuer().token("RS256"));
        byte[] event = ask.whole();
        var timing = new Timing(CALLS);
        long early = 0;
        Duration late = Duration.ZERO;
        for (int done = 0; done < CALLS; done += 1_000) {
            if (done == EARLY) {
                early = heapAfterCollection();
            }
            Duration before = cpu();
            call(admit, event, 1_000, timing);
            if (done >= 15_000) {
                late = late.plus(cpu().minus(before));
            }
        }
        long end = heapAfterCollection();
        Times times = timing.times();
        double young = times.part(1_000, 2_000).wholeMicros(0.5);
        double old = times.part(15_000, 20_000).wholeMicros(0.5);
        report.printf(
                Locale.ROOT,
                "%s: %d calls; p50 of 1-2 k %.0f us, of 15-20 k %.0f us, ratio %.2f; p99 of 15-20 k"
                        + " %.0f us; CPU of 15-20 k %.0f us a call (authorizer, proxy, client);"
                        + " heap after collection at 2 k %.2f MB, at the end %.2f MB, ratio %.3f%n",
                ask.name(),
                times.count(),
                young,
                old,
                old / young,
                times.part(15_000, 20_000).wholeMicros(0.99),
                late.toNanos() / 1e3 / 5_000,
                early / 1e6,
                end / 1e6,
                (double) end / early);
    }

    /// Once more, when the compiler has done most of its work.
    private void settled(Ask ask) {
        byte[] admit = Events.authorizer("Bearer " + rig.issuer().token("RS256"));
        byte[] event = ask.whole();
        call(admit, event, SETTLING, new Timing(SETTLING));
        var timing = new Timing(SETTLED);
        Duration before = cpu();
        call(admit, event, SETTLED, timing);
        double used = cpu().minus(before).toNanos() / 1e3 / SETTLED;
        report.printf(
                Locale.ROOT,
                "%s: %d calls more; p50 %.0f us, p99 %.0f us, CPU %.0f us a call%n",
                ask.name(),
                SETTLED,
                timing.times().wholeMicros(0.5),
                timing.times().wholeMicros(0.99),
                used);
    }

    private void streams(Ask ask) {
        byte[] admit = Events.authorizer("Bearer " + rig.issuer().token("RS256"));
        byte[] event = ask.stream();
        call(admit, event, STREAMS_WARM_UP, new Timing(STREAMS_WARM_UP));
        var timing = new Timing(STREAMS);
        Duration before = cpu();
        call(admit, event, STREAMS, timing);
        Duration used = cpu().minus(before);
        Times times = timing.times();
        double chunks = (double) STREAMS * MockUpstream.CHUNKS;
        report.printf(
                Locale.ROOT,
                "%s: %d streams of %d chunks; first content after p50 %.0f us, p99 %.0f us, mock"
                        + " and authorizer in it; CPU %.0f us a chunk%n",
                ask.name(),
                times.count(),
                MockUpstream.CHUNKS,
                times.firstMicros(0.5),
                times.firstMicros(0.99),
                used.toNanos() / 1e3 / chunks);
    }

    private void call(byte[] admit, byte[] event, int count, Timing timing) {
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            rig.authorize(admit);
            FirstContent answer = rig.call(event);
            long end = System.nanoTime();
            if (!answer.beginning().startsWith("{\"statusCode\":200")) {
                throw new IllegalStateException(answer.beginning());
            }
            timing.add(end - start, answer.at().orElse(end) - start);
        }
    }

    /// Room for the times of all calls from the start, so that it does not count as growth.
    private static final class Timing {
        private final long[] whole;
        private final long[] first;
        private int count;

        Timing(int most) {
            whole = new long[most];
            first = new long[most];
        }

        void add(long wholeNanos, long firstNanos) {
            whole[count] = wholeNanos;
            first[count] = firstNanos;
            count++;
        }

        Times times() {
            return new Times(
                    LongStream.of(whole).limit(count).boxed().toList(),
                    LongStream.of(first).limit(count).boxed().toList());
        }
    }

    private static Duration cpu() {
        return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /// Twice, so that what a first collection only marks is gone.
    private static long heapAfterCollection() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
