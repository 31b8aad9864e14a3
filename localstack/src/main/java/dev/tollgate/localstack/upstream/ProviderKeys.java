package dev.tollgate.localstack.upstream;

/// The keys that the simulated providers accept, one each.
public record ProviderKeys(String openAi, String azure, String anthropic, String gemini) {
    /// Without the secrets.
    @Override
    public String toString() {
        return "ProviderKeys[***]";
    }
}
