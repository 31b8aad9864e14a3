package dev.tollgate.localstack.deploy;

import dev.tollgate.localstack.stack.StackFolders;
import java.nio.file.Path;

/// Where an emulator is to run.
///
/// @param port of HTTP on 127.0.0.1
/// @param tlsPort which may be the same, where an emulator tells the two apart
/// @param pem the server's key and certificates
record EmulatorPlace(StackFolders folders, int port, int tlsPort, Path pem) {
    /// For its files; emptied before each start.
    Path folder() {
        return folders.state().resolve("emulator");
    }

    Path log() {
        return folders.state().resolve("emulator.log");
    }
}
