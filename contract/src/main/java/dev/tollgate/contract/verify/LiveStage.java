package dev.tollgate.contract.verify;

import dev.tollgate.contract.GatewayContract;
import dev.tollgate.contract.Target;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The stage that system properties and the caller's environment name. [Verify] says which.
public final class LiveStage extends GatewayContract {
    static final String URL = "tollgate.verify.url";
    static final String MODEL = "tollgate.verify.model";
    static final String PYTHON = "tollgate.verify.python";

    private static final String ENDPOINT = "AWS_ENDPOINT_URL_BEDROCK_RUNTIME";
    private static final String BEARER = "AWS_BEARER_TOKEN_BEDROCK";

    @Override
    protected Target target() {
        return of(System.getProperties().getProperty(URL, ""), System.getenv());
    }

    /// @param environment the caller's: its credential, and TOLLGATE_SIM_URL where models are
    ///   simulated
    /// @throws IllegalArgumentException when the URL or the credential is missing
    private static Target of(String url, Map<String, String> environment) {
        String base = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
        if (!base.startsWith("https://") && !base.startsWith("http://")) {
            throw new IllegalArgumentException("not the URL of a stage: " + url);
        }
        String bearer = environment.getOrDefault(BEARER, "");
        if (bearer.isBlank()) {
            throw new IllegalArgumentException(
                    "set "
                            + BEARER
                            + " to a virtual key or token of a tenant that nobody else uses");
        }
        String simulator = environment.get("TOLLGATE_SIM_URL");
        return new Target(
                "stage",
                base,
                Map.of("acme", bearer, "garbage", "not.a.token"),
                System.getProperty(MODEL, Target.SIMULATED),
                simulator == null ? null : URI.create(simulator),
                variables(base, environment),
                python(base, environment),
                null);
    }

    private static Map<String, String> variables(String url, Map<String, String> environment) {
        var variables = new HashMap<String, String>();
        for (String name : new String[] {"AWS_CA_BUNDLE", "TOLLGATE_SIM_URL", ENDPOINT}) {
            String value = environment.get(name);
            if (value != null) {
                variables.put(name, value);
            }
        }
        if (url.startsWith("https://")) {
            variables.put(ENDPOINT, url);
        }
        variables.put("AWS_DEFAULT_REGION", "us-east-1");
        return variables;
    }

    /// Python's SDK sends no bearer in clear: there has to be a TLS endpoint for it.
    private static @Nullable Path python(String url, Map<String, String> environment) {
        String interpreter = System.getProperty(PYTHON, "");
        boolean tls =
                url.startsWith("https://")
                        || environment.getOrDefault(ENDPOINT, "").startsWith("https://");
        return interpreter.isEmpty() || !tls ? null : Path.of(interpreter);
    }
}
