package dev.tollgate.localstack.tool;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// A Python interpreter of this machine.
///
/// @param minor of version 3
public record Python(Path executable, int minor) {
    private static final Pattern VERSION = Pattern.compile("3 (\\d+)\\s*");

    /// Newest of what the tools were seen with first.
    private static final List<String> NAMES =
            List.of("python3.13", "python3.12", "python3.14", "python3");

    /// The first of that minor version or a later one: on the `PATH`, then among pyenv's versions
    /// in the home folder.
    public static Optional<Python> atLeast(int minor, Map<String, String> environment) {
        return candidates(environment).stream()
                .filter(Files::isExecutable)
                .flatMap(candidate -> probe(candidate).stream())
                .filter(python -> python.minor >= minor)
                .findFirst();
    }

    private static List<Path> candidates(Map<String, String> environment) {
        var candidates = new ArrayList<Path>();
        String path = environment.getOrDefault("PATH", "");
        for (String name : NAMES) {
            for (String folder : path.split(File.pathSeparator, -1)) {
                if (!folder.isBlank()) {
                    candidates.add(Path.of(folder, name));
                }
            }
        }
        Path pyenv = Path.of(System.getProperty("user.home"), ".pyenv", "versions");
        if (Files.isDirectory(pyenv)) {
            try (var versions = Files.list(pyenv)) {
                versions.sorted(Comparator.reverseOrder())
                        .map(one -> one.resolve("bin/python3"))
                        .forEach(candidates::add);
            } catch (IOException _) {
                // Those on the PATH are left.
            }
        }
        return candidates;
    }

    /// Asks it; what does not answer, as a shim without a version behind it, is none.
    private static Optional<Python> probe(Path executable) {
        try {
            var ended =
                    Ended.of(
                            new ProcessBuilder(
                                    executable.toString(),
                                    "-c",
                                    "import sys; print(*sys.version_info[:2])"));
            var version = VERSION.matcher(ended.printed());
            return ended.exit() == 0 && version.matches()
                    ? Optional.of(new Python(executable, Integer.parseInt(version.group(1))))
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
