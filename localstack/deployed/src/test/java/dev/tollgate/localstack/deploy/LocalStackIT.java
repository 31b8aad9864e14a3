package dev.tollgate.localstack.deploy;

/// On LocalStack's open core, without Docker.
final class LocalStackIT extends DeployedGateway {
    LocalStackIT() {
        super("localstack", LocalStackHost.MINOR);
    }
}
