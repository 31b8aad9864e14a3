package dev.tollgate.localstack.upstream;

import dev.tollgate.localstack.account.Identities;
import dev.tollgate.localstack.account.Identity;
import dev.tollgate.localstack.account.SigningCredential;
import dev.tollgate.localstack.iam.PolicyDocument;
import dev.tollgate.localstack.model.SmolLm2Launch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/// Running upstreams with secrets made for one test class, and folders of their own.
public final class LiveUpstreams implements AutoCloseable {
    public final SigningCredential credential =
            new SigningCredential("AK" + random(), random() + random());
    public final String openAiKey = random();
    public final String azureKey = random();
    public final String geminiKey = random();
    public final Path state;
    public final Upstreams upstreams;

    public LiveUpstreams() throws IOException {
        this(Files.createTempDirectory("tollgate-upstreams"), 0);
    }

    public LiveUpstreams(Path state, int port) throws IOException {
        this.state = state;
        upstreams =
                Upstreams.start(
                        new UpstreamOptions(
                                port,
                                state.resolve("issuers"),
                                List.of("acme", "globex"),
                                identities(),
                                new ProviderKeys(openAiKey, azureKey, random(), geminiKey),
                                new SmolLm2Launch(
                                        Path.of("smollm2", "target", "classpath"),
                                        cache().resolve("tollgate").resolve("models"),
                                        state),
                                Clock.systemUTC(),
                                LiveUpstreams::random));
    }

    private Identities identities() {
        var identities = new Identities(Clock.systemUTC());
        identities.add(
                Identity.lasting("upstream", credential, PolicyDocument.allowing("bedrock:*")));
        return identities;
    }

    private static Path cache() {
        return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".cache"));
    }

    private static String random() {
        return UUID.randomUUID().toString().replace("-", "").toUpperCase(Locale.ROOT);
    }

    @Override
    public void close() {
        upstreams.close();
    }
}
