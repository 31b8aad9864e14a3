package dev.tollgate.localstack.simulator.bedrock;

/// The one AWS credential that the simulator knows.
public record SigningCredential(String accessKeyId, String secretAccessKey) {
    /// Without the secret.
    @Override
    public String toString() {
        return "SigningCredential[" + accessKeyId + ", ***]";
    }
}
