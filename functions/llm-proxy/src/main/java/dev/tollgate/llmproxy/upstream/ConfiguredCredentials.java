package dev.tollgate.llmproxy.upstream;

import dev.tollgate.aws.secret.UpstreamSecrets;
import dev.tollgate.core.config.CredentialReference;
import dev.tollgate.core.config.Settings;
import jakarta.inject.Singleton;

/// Secrets where configuration says they are: in the environment, or where AWS keeps them.
@Singleton
final class ConfiguredCredentials implements Credentials {
    private final Settings settings;
    private final UpstreamSecrets stored;

    ConfiguredCredentials(Settings settings, UpstreamSecrets stored) {
        this.settings = settings;
        this.stored = stored;
    }

    @Override
    public String secret(String reference) {
        return switch (read(reference)) {
            case CredentialReference.Variable variable ->
                    settings.upstreamSecret(variable.name())
                            .orElseThrow(() ->
                                    new IllegalStateException(
                                            "there is no credential " + variable));
            case CredentialReference.Stored known -> stored.read(known);
        };
    }

    @Override
    public boolean renew(String reference) {
        return switch (read(reference)) {
            case CredentialReference.Variable _ -> false;
            case CredentialReference.Stored known -> stored.renew(known);
        };
    }

    private static CredentialReference read(String reference) {
        return CredentialReference.read(reference)
                .orElseThrow(() ->
                        new IllegalStateException(
                                "the configuration has a credential that names no secret"));
    }
}
