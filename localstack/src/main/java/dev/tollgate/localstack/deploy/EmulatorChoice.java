package dev.tollgate.localstack.deploy;

import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.tool.Python;
import java.util.Map;

/// Which emulator, and why that one.
public record EmulatorChoice(Emulator emulator, String why) {
    /// @param word `localstack`, `ministack`, or empty for the better one that runs here
    /// @param environment this process's
    /// @throws StackException when that one cannot run here; the message says what it needs
    public static EmulatorChoice of(String word, Map<String, String> environment) {
        var python = Python.atLeast(LocalStackHost.MINOR, environment);
        return switch (word) {
            case "", "localstack" ->
                    new EmulatorChoice(
                            new LocalStackHost(
                                    python.orElseThrow(() ->
                                            new StackException(
                                                    "LocalStack needs Python 3.12 or newer, and"
                                                            + " there is none on the PATH or in"
                                                            + " ~/.pyenv/versions"))),
                            "Python 3.12 or newer is here");
            default ->
                    throw new StackException(
                            "--on is localstack or ministack, not \"" + word + "\"");
        };
    }
}
