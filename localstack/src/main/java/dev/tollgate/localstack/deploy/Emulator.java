package dev.tollgate.localstack.deploy;

import java.io.IOException;

/// An emulator of AWS that the CDK app can be deployed to.
sealed interface Emulator permits LocalStackHost, LocalStackContainer, MiniStack {
    /// Its product, and the value of the app's `-c target=`.
    String word();

    /// Starts it on loopback and returns when it answers.
    ///
    /// @throws IOException when it does not; the message names its log
    RunningEmulator start(EmulatorPlace place) throws IOException;
}
