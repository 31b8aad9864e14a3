package dev.tollgate.localstack.stack;

import dev.tollgate.localstack.account.Identities;
import dev.tollgate.localstack.account.Identity;
import dev.tollgate.localstack.account.SigningCredential;
import dev.tollgate.localstack.iam.PolicyDocument;
import dev.tollgate.localstack.issuer.Issuer;
import dev.tollgate.localstack.model.SmolLm2Launch;
import dev.tollgate.localstack.upstream.ProviderKeys;
import dev.tollgate.localstack.upstream.UpstreamOptions;
import dev.tollgate.localstack.upstream.Upstreams;
import dev.tollgate.runtime.SecureIds;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// The upstreams of the sample tenants, and what configuration and functions must know of them.
public final class SampleUpstreams implements AutoCloseable {
    /// Each has an issuer of its own name.
    static final List<String> TENANTS = List.of("acme", "globex");

    private static final String ACCESS_KEY = "tollgate-local";

    private final Upstreams upstreams;
    private final LocalSecrets secrets;

    private SampleUpstreams(Upstreams upstreams, LocalSecrets secrets) {
        this.upstreams = upstreams;
        this.secrets = secrets;
    }

    /// With nobody but the providers' own credential for Bedrock.
    public static SampleUpstreams start(StackFolders folders, int port, LocalSecrets secrets)
            throws IOException {
        return start(folders, port, secrets, new Identities(Clock.systemUTC()));
    }

    /// @param port 0 for any that is free
    /// @param identities who may sign calls of Bedrock; the providers' own credential is added
    /// @throws IOException when they do not start; the message says why
    static SampleUpstreams start(
            StackFolders folders, int port, LocalSecrets secrets, Identities identities)
            throws IOException {
        identities.add(
                Identity.lasting(
                        "a provider's credential",
                        new SigningCredential(ACCESS_KEY, secrets.of("upstream-aws")),
                        PolicyDocument.allowing("bedrock:*")));
        var options =
                new UpstreamOptions(
                        port,
                        folders.state().resolve("issuers"),
                        TENANTS,
                        identities,
                        new ProviderKeys(
                                secrets.of("upstream-openai"),
                                secrets.of("upstream-azure"),
                                secrets.of("upstream-anthropic"),
                                secrets.of("upstream-gemini")),
                        new SmolLm2Launch(
                                folders.home().smolLm2ClassPath(),
                                folders.cache().resolve("models"),
                                folders.state().resolve("smollm2")),
                        Clock.systemUTC(),
                        new SecureIds());
        return new SampleUpstreams(Upstreams.start(options), secrets);
    }

    /// What stands in the configuration for its `${TOLLGATE_…}`.
    public Map<String, String> addresses() {
        return Map.of(
                "TOLLGATE_ISSUER_URL", upstreams.issuerUrl().toString(),
                "TOLLGATE_SIM_BEDROCK_URL", upstreams.bedrockUrl().toString(),
                "TOLLGATE_SIM_OPENAI_URL", upstreams.openAiUrl().toString(),
                "TOLLGATE_SIM_ANTHROPIC_URL", upstreams.anthropicUrl().toString(),
                "TOLLGATE_SIM_AZURE_URL", upstreams.azureUrl().toString(),
                "TOLLGATE_SIM_GEMINI_URL", upstreams.geminiUrl().toString(),
                "TOLLGATE_SMOLLM2_URL", upstreams.smolLm2Url().toString());
    }

    /// What the simulated upstreams want to be shown, by the names that the sample's credentials
    /// end in.
    public Map<String, String> keys() throws IOException {
        return Map.of(
                "sim-bedrock",
                ACCESS_KEY + ":" + secrets.of("upstream-aws"),
                "sim-openai",
                secrets.of("upstream-openai"),
                "sim-anthropic",
                secrets.of("upstream-anthropic"),
                "sim-azure",
                secrets.of("upstream-azure"),
                "sim-gemini",
                secrets.of("upstream-gemini"));
    }

    /// The simulator's own controls.
    URI simulatorUrl() {
        return upstreams.url().resolve("/sim");
    }

    /// @throws IllegalArgumentException when it is none of the sample tenants
    Issuer issuer(String tenant) {
        return upstreams.issuer(tenant);
    }

    Upstreams upstreams() {
        return upstreams;
    }

    @Override
    public void close() {
        upstreams.close();
    }
}
