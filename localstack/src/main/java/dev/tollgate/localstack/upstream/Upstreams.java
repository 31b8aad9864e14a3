package dev.tollgate.localstack.upstream;

import dev.tollgate.localstack.issuer.Issuer;
import dev.tollgate.localstack.issuer.IssuerEndpoint;
import dev.tollgate.localstack.model.SmolLm2Endpoint;
import dev.tollgate.localstack.model.SmolLm2Process;
import dev.tollgate.localstack.simulator.SimEndpoint;
import dev.tollgate.localstack.simulator.anthropic.AnthropicEndpoint;
import dev.tollgate.localstack.simulator.bedrock.BedrockEndpoint;
import dev.tollgate.localstack.simulator.gemini.GeminiEndpoint;
import dev.tollgate.localstack.simulator.openai.AzureEndpoint;
import dev.tollgate.localstack.simulator.openai.OpenAiEndpoint;
import dev.tollgate.localstack.simulator.play.Handshakes;
import dev.tollgate.localstack.simulator.play.RequestLog;
import dev.tollgate.localstack.simulator.play.Stage;
import dev.tollgate.localstack.upstream.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/// Everything the gateway calls: simulated Bedrock (`/bedrock`), OpenAI (`/openai/v1`), Azure
/// OpenAI (`/azure`), Anthropic (`/anthropic`) and Gemini (`/gemini/v1beta`), the real model
/// (`/smollm2/v1`), the OIDC issuers (`/oidc/{issuer}`), and the simulator's controls (`/sim`).
/// Thread-safe.
public final class Upstreams implements AutoCloseable {
    private final LoopbackServer server;
    private final Stage stage;
    private final SmolLm2Endpoint smolLm2;
    private final Map<String, Issuer> issuers;
    private final IssuerEndpoint oidc;

    private Upstreams(LoopbackServer server, UpstreamOptions options) throws IOException {
        this.server = server;
        Issuer.Origin origin =
                new Issuer.Origin(
                        server.url().resolve("/oidc"),
                        options.issuerKeys(),
                        options.clock(),
                        options.ids());
        issuers = new LinkedHashMap<>();
        for (String name : options.issuers()) {
            issuers.put(name, Issuer.open(origin, name));
        }
        oidc = new IssuerEndpoint(issuers);
        Handshakes handshakes = new Handshakes();
        RequestLog log = new RequestLog();
        stage = new Stage(handshakes);
        smolLm2 = new SmolLm2Endpoint(new SmolLm2Process(options.smolLm2()));
        ProviderKeys keys = options.keys();
        server.mount(
                Map.of(
                        "/anthropic",
                        new AnthropicEndpoint(keys.anthropic(), stage, log),
                        "/azure",
                        new AzureEndpoint(keys.azure(), stage, log),
                        "/gemini",
                        new GeminiEndpoint(keys.gemini(), stage, log),
                        "/bedrock",
                        new BedrockEndpoint(options.identities(), options.clock(), stage, log),
                        "/openai",
                        new OpenAiEndpoint(keys.openAi(), stage, log),
                        "/smollm2",
                        smolLm2,
                        "/oidc",
                        oidc,
                        "/sim",
                        new SimEndpoint(log, handshakes)));
    }

    /// @throws IOException when the port is taken or the keys cannot be kept; the message says
    ///   which
    public static Upstreams start(UpstreamOptions options) throws IOException {
        LoopbackServer server = LoopbackServer.bind(options.port());
        try {
            return new Upstreams(server, options);
        } catch (IOException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    /// `http://127.0.0.1:<port>`.
    public URI url() {
        return server.url();
    }

    /// The endpoint for a Bedrock runtime client.
    public URI bedrockUrl() {
        return url().resolve("/bedrock");
    }

    /// The base for an OpenAI client, with `/v1`.
    public URI openAiUrl() {
        return url().resolve("/openai/v1");
    }

    /// The base for an Anthropic client, without `/v1`.
    public URI anthropicUrl() {
        return url().resolve("/anthropic");
    }

    /// The base for Azure clients: an endpoint of a resource, without `/openai`.
    public URI azureUrl() {
        return url().resolve("/azure");
    }

    /// The base for a Gemini client, with `/v1beta`.
    public URI geminiUrl() {
        return url().resolve("/gemini/v1beta");
    }

    /// The base of the real model for an OpenAI client, with `/v1`.
    public URI smolLm2Url() {
        return url().resolve("/smollm2/v1");
    }

    /// All issuers are below it, by name.
    public URI issuerUrl() {
        return url().resolve("/oidc");
    }

    /// @throws IllegalArgumentException when there is none of that name
    public Issuer issuer(String name) {
        Issuer issuer = issuers.get(name);
        if (issuer == null) {
            throw new IllegalArgumentException("no issuer " + name);
        }
        return issuer;
    }

    /// Ends every wait and the real model's process.
    @Override
    public void close() {
        stage.close();
        smolLm2.close();
        server.close();
    }
}
