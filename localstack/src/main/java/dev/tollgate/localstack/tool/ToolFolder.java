package dev.tollgate.localstack.tool;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/// A folder that tools were installed into, once for all checkouts.
///
/// @param path named after what is in it and its version or the content of its pins
public record ToolFolder(Path path) {
    /// What fills a new, empty folder.
    @FunctionalInterface
    public interface Installation {
        void into(ToolFolder folder) throws IOException;
    }

    /// Installs into the folder unless that was done before; one process at a time does.
    ///
    /// @throws IOException naming the step that failed, with what it printed
    public static ToolFolder install(Path path, Installation installation) throws IOException {
        var folder = new ToolFolder(path);
        Files.createDirectories(path.toAbsolutePath().getParent());
        Path lock = path.resolveSibling(path.getFileName() + ".lock");
        try (var channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            Path complete = path.resolve("complete");
            if (!Files.exists(complete)) {
                folder.clear();
                installation.into(folder);
                Files.createFile(complete);
            }
        }
        return folder;
    }

    /// Runs a command in the folder, with this process's environment but AWS's variables.
    ///
    /// @param variables more of them, AWS's too
    /// @return what it printed
    /// @throws IOException when it ends with another exit code than 0
    public String run(List<String> command, Map<String, String> variables) throws IOException {
        return start(command, variables).success();
    }

    /// Runs a command as [#run] does, whatever its exit code.
    public Ended start(List<String> command, Map<String, String> variables) throws IOException {
        var builder = new ProcessBuilder(command).directory(path.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        builder.environment().putAll(variables);
        return Ended.of(builder);
    }

    private void clear() throws IOException {
        if (Files.exists(path)) {
            try (var inside = Files.walk(path)) {
                for (Path entry : inside.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(entry);
                }
            }
        }
        Files.createDirectories(path);
    }
}
