package dev.tollgate.localstack.deploy;

/// On MiniStack.
final class MiniStackIT extends DeployedGateway {
    MiniStackIT() {
        super("ministack", MiniStack.MINOR);
    }
}
