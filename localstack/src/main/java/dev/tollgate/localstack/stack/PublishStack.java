package dev.tollgate.localstack.stack;

import dev.tollgate.core.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/// Tells people and other commands of a running stack: what to paste, and where it is.
///
/// @param authority PEM that clients trust the TLS port by
public record PublishStack(
        Path state,
        Stores stores,
        SampleUpstreams upstreams,
        LocalSecrets secrets,
        Path authority) {
    /// Writes `env` and `stack.json` into the state folder; the stack runs from now on.
    ///
    /// @param url without a slash at its end, as is `tlsUrl`
    /// @param config what stands in its configuration for `${TOLLGATE_…}`
    /// @return what `env` holds
    public Map<String, String> at(
            String url, String tlsUrl, StorePlace store, Map<String, String> config)
            throws IOException {
        var variables = new LinkedHashMap<String, String>();
        variables.put("TOLLGATE_URL", url);
        variables.put("TOLLGATE_TLS_URL", tlsUrl);
        // Not the cleartext port: Python's and Go's SDKs refuse to send a bearer token over it.
        variables.put("AWS_ENDPOINT_URL_BEDROCK_RUNTIME", tlsUrl);
        variables.put("AWS_CA_BUNDLE", authority.toAbsolutePath().toString());
        variables.put("ANTHROPIC_BASE_URL", url);
        variables.put("OPENAI_BASE_URL", url + "/v1");
        // Python's SDK knows the one, all others the other.
        variables.put("AWS_DEFAULT_REGION", "us-east-1");
        variables.put("AWS_REGION", "us-east-1");
        variables.put("TOLLGATE_SIM_URL", upstreams.simulatorUrl().toString());
        for (String tenant : SampleUpstreams.TENANTS) {
            if (stores.config().tenant(new TenantId(tenant)).isPresent()) {
                addCredentials(tenant, variables);
            }
        }
        EnvFile.write(state.resolve("env"), variables);
        StackState.ofThisProcess(url, tlsUrl, store, config).write(state);
        return variables;
    }

    private void addCredentials(String tenant, Map<String, String> variables) throws IOException {
        Credentials credentials =
                Credentials.of(tenant, upstreams.issuer(tenant), stores.keys(), secrets);
        String suffix = tenant.toUpperCase(Locale.ROOT);
        variables.put("TOLLGATE_KEY_" + suffix, credentials.key());
        variables.put("TOLLGATE_JWT_" + suffix, credentials.token());
        variables.putIfAbsent("AWS_BEARER_TOKEN_BEDROCK", credentials.key());
        variables.putIfAbsent("ANTHROPIC_API_KEY", credentials.key());
        variables.putIfAbsent("OPENAI_API_KEY", credentials.key());
    }
}
