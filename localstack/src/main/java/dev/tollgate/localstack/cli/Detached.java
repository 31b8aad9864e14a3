package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.stack.StackState;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A command of ours in a process that outlives this one.
///
/// @param home the checkout
/// @param state the folder in which it says that it is ready; its output goes there too
/// @param arguments of `./tollgate`
record Detached(Home home, Path state, List<String> arguments) {
    private static final long PAUSE_MILLIS = 100;

    /// Starts it and waits until it is ready, passing on what it prints.
    ///
    /// @return whether it is; else it has ended, and said why
    boolean start() throws IOException, InterruptedException {
        Path log = state.resolve("stack.log");
        Files.createDirectories(state);
        Process process =
                new ProcessBuilder(command())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        process.getOutputStream().close();
        // Who gives up waiting does not want it either.
        var abandon = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(abandon);
        try (var printed = new RandomAccessFile(log.toFile(), "r")) {
            while (StackState.running(state).isEmpty()) {
                boolean alive = process.isAlive();
                passOn(printed);
                if (!alive) {
                    return false;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
        Runtime.getRuntime().removeShutdownHook(abandon);
        return true;
    }

    private static void passOn(RandomAccessFile printed) throws IOException {
        var bytes = new byte[(int) (printed.length() - printed.getFilePointer())];
        printed.readFully(bytes);
        System.err.print(new String(bytes, StandardCharsets.UTF_8));
    }

    private List<String> command() {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(
                List.of(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dtollgate.home=" + home.root(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Tollgate.class.getName()));
        command.addAll(arguments);
        return command;
    }
}
