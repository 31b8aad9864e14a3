package dev.tollgate.localstack.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/// A file above 400 lines or a method above 40 fails; files above 300 are printed, each a place to
/// look.
final class SizeTest {
    private static final int FILE_LINES = 400;
    private static final int FILE_AIM = 300;
    private static final int METHOD_LINES = 40;

    @Test
    void files_ofMainCode_areShort() throws IOException {
        var tooLong = new ArrayList<String>();
        for (Path file : sources()) {
            long lines = Files.readAllLines(file).size();
            if (lines > FILE_LINES) {
                tooLong.add(file + ": " + lines);
            } else if (lines > FILE_AIM) {
                System.out.println("a long file: " + file + ": " + lines);
            }
        }
        assertEquals(List.of(), tooLong, "split these where a reader would look for the parts");
    }

    @Test
    void methods_ofMainCode_areShort() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        var tooLong = new ArrayList<String>();
        try (var files = compiler.getStandardFileManager(null, null, null)) {
            var task =
                    (JavacTask)
                            compiler.getTask(
                                    null,
                                    files,
                                    null,
                                    List.of("--release", "25"),
                                    null,
                                    files.getJavaFileObjectsFromPaths(sources()));
            SourcePositions positions = Trees.instance(task).getSourcePositions();
            for (CompilationUnitTree unit : task.parse()) {
                unit.accept(new MethodLengths(positions, unit, tooLong), null);
            }
        }
        assertEquals(List.of(), tooLong, "name the parts of these methods");
    }

    private static List<Path> sources() throws IOException {
        List<Path> found =
                SourceFiles.below("/src/main/java/").stream()
                        .filter(file -> file.toString().endsWith(".java"))
                        .toList();
        assertFalse(found.isEmpty(), "no sources");
        return found;
    }

    private static final class MethodLengths extends TreeScanner<Void, Void> {
        private final SourcePositions positions;
        private final CompilationUnitTree unit;
        private final List<String> tooLong;

        MethodLengths(SourcePositions positions, CompilationUnitTree unit, List<String> tooLong) {
            this.positions = positions;
            this.unit = unit;
            this.tooLong = tooLong;
        }

        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
            if (method.getBody() != null) {
                long from = line(positions.getStartPosition(unit, method.getBody()));
                long lines = line(positions.getEndPosition(unit, method.getBody())) - from + 1;
                if (lines > METHOD_LINES) {
                    tooLong.add(
                            unit.getSourceFile().getName()
                                    + ":"
                                    + from
                                    + " "
                                    + method.getName()
                                    + ": "
                                    + lines);
                }
            }
            return super.visitMethod(method, null);
        }

        private long line(long position) {
            return unit.getLineMap().getLineNumber(position);
        }
    }
}
