package dev.tollgate.llmproxy.upstream;

import dev.tollgate.core.config.Settings;
import jakarta.inject.Singleton;

/// Secrets in the environment, under names that start with `TOLLGATE_UPSTREAM_`, so that
/// configuration cannot send any other variable away.
@Singleton
final class EnvironmentCredentials implements Credentials {
    private static final String SCHEME = "env:";

    private final Settings settings;

    EnvironmentCredentials(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String secret(String reference) {
        if (!reference.startsWith(SCHEME)) {
            throw new IllegalStateException("the credential " + reference + " is not env:NAME");
        }
        return settings.upstreamSecret(reference.substring(SCHEME.length()))
                .orElseThrow(
                        () -> new IllegalStateException("there is no credential " + reference));
    }
}
