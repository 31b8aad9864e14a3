package dev.tollgate.localstack.deploy;

import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.tool.Python;
import java.util.Map;

/// Which emulator, and why that one.
public record EmulatorChoice(Emulator emulator, String why) {
    /// @param word `localstack`, `ministack`, `docker`, or empty for the more faithful of those
    ///   that run here
    /// @param environment this process's
    /// @throws StackException when it cannot run here; the message says what it needs
    public static EmulatorChoice of(String word, Map<String, String> environment) {
        return switch (word) {
            case "" ->
                    Python.atLeast(LocalStackHost.MINOR, environment)
                            .map(python ->
                                    new EmulatorChoice(
                                            new LocalStackHost(python), "the more faithful one"))
                            .orElseGet(() ->
                                    new EmulatorChoice(
                                            new MiniStack(python(MiniStack.MINOR, environment)),
                                            "LocalStack needs Python 3." + LocalStackHost.MINOR));
            case "localstack" ->
                    new EmulatorChoice(
                            new LocalStackHost(python(LocalStackHost.MINOR, environment)),
                            "as asked for");
            case "ministack" ->
                    new EmulatorChoice(
                            new MiniStack(python(MiniStack.MINOR, environment)), "as asked for");
            case "docker" ->
                    new EmulatorChoice(
                            LocalStackContainer.of(environment), "in a container, as asked for");
            default ->
                    throw new StackException(
                            "--on is localstack, ministack or docker, not \"" + word + "\"");
        };
    }

    static Python python(int minor, Map<String, String> environment) {
        return Python.atLeast(minor, environment)
                .orElseThrow(() ->
                        new StackException(
                                "Python 3."
                                        + minor
                                        + " or newer is missing, on the PATH and in"
                                        + " ~/.pyenv/versions; install one"));
    }
}
