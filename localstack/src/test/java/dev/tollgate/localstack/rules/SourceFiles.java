package dev.tollgate.localstack.rules;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The files that somebody wrote, in all modules. What builds and stacks make meanwhile, and take
/// away again, is not looked into.
final class SourceFiles {
    private static final Path ROOT = Path.of("..");
    private static final Set<String> MADE = Set.of("target", "node_modules");

    private SourceFiles() {}

    /// @param folder in the path of each, as `/src/main/java/`
    static List<Path> below(String folder) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(
                ROOT,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes of) {
                        String name = path.getFileName().toString();
                        boolean hidden = name.startsWith(".") && !name.equals("..");
                        return hidden || MADE.contains(name)
                                ? FileVisitResult.SKIP_SUBTREE
                                : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path path, BasicFileAttributes of) {
                        if (path.toString().contains(folder)) {
                            found.add(path);
                        }
                        return FileVisitResult.CONTINUE;
                    }
                });
        return found;
    }
}
