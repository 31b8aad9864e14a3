package dev.tollgate.bench;

import dev.tollgate.bench.peer.MockUpstream;
import dev.tollgate.bench.scene.Bodies;
import dev.tollgate.bench.scene.Events;
import dev.tollgate.bench.scene.FirstContent;
import dev.tollgate.bench.scene.Rig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/// A whole answer through the proxy function, event to last byte: governed, held, settled and
/// recorded. The mock's own time is in it, see [#mockAlone]; its allocations are not. Streams are
/// paced by the mock and measured by [CallLoop].
@State(Scope.Benchmark)
public class HandlerBenchmark {
    private final Rig rig = new Rig(MockUpstream.class);
    private final byte[] sameLanguage = Events.proxy("sim.claude", "converse", Bodies.converse());
    private final byte[] translated = Events.proxy("sim.gpt", "converse", Bodies.converse());
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpRequest direct =
            HttpRequest.newBuilder(URI.create(rig.scene().upstream() + "/model/m/converse"))
                    .POST(BodyPublishers.ofByteArray(Bodies.converse()))
                    .build();

    @TearDown
    public void close() {
        rig.close();
    }

    /// Bedrock to Bedrock: bytes passed through, signed.
    @Benchmark
    public FirstContent sameLanguage() {
        return rig.call(sameLanguage);
    }

    /// Bedrock to OpenAI and back: translated.
    @Benchmark
    public FirstContent translated() {
        return rig.call(translated);
    }

    /// The JDK's client asking the mock, with nothing between: the floor.
    @Benchmark
    public byte[] mockAlone() throws IOException, InterruptedException {
        return client.send(direct, BodyHandlers.ofByteArray()).body();
    }
}
