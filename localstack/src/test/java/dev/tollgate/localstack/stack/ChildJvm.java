package dev.tollgate.localstack.stack;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// A program in a process of its own, with the tests' class path, and of AWS's variables only those
/// given.
///
/// @param options of the JVM
/// @param variables added to this process's own
record ChildJvm(List<String> options, Map<String, String> variables) {
    private static final int PATIENCE_SECONDS = 90;

    /// What it left behind.
    record Ended(int exit, List<String> out, List<String> errors) {}

    /// @throws IOException when it does not end within 90 seconds
    Ended run(Class<?> main, String... arguments) throws IOException {
        return run(main.getName(), arguments);
    }

    /// @param main a class of the class path, or a source file (`.java`), which is compiled first
    /// @throws IOException when it does not end within 90 seconds
    Ended run(String main, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(variables);
        return ended(builder.start());
    }

    private static Ended ended(Process process) throws IOException {
        process.getOutputStream().close();
        // Threads of their own: the common pool, which the JDK's HTTP client needs, has but one
        // where there are two processors.
        try (var readers = Executors.newVirtualThreadPerTaskExecutor()) {
            var out = readers.submit(() -> process.inputReader().lines().toList());
            var errors = readers.submit(() -> process.errorReader().lines().toList());
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException("a child did not end: " + out.get() + errors.get());
            }
            // Not destroyed: that would close what the readers have not read yet.
            return new Ended(process.exitValue(), out.get(), errors.get());
        } catch (ExecutionException e) {
            throw new IOException("a child cannot be read", e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
