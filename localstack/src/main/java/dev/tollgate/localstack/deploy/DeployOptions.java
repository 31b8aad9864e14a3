package dev.tollgate.localstack.deploy;

import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stack.StackFolders;
import java.nio.file.Path;

/// How to deploy.
///
/// @param config the configuration directory to apply
/// @param port of the emulator, its TLS port is the next one or the same; 0 for free ones
public record DeployOptions(StackFolders folders, EmulatorChoice on, Path config, int port) {
    private static final int LAST = 65_534;

    public DeployOptions {
        if (port < 0 || port > LAST) {
            throw new StackException("--port is 0 to " + LAST + ", not " + port);
        }
    }
}
