package dev.tollgate.localstack.stack;

import dev.tollgate.localstack.model.ModelFile;
import dev.tollgate.localstack.tool.ToolFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The server of PyPI's `llama-cpp-python`, with the real model, in a process of its own. It is
/// published as source alone: the first start compiles llama.cpp, a minute and more, and needs a
/// C++ compiler.
final class LlamaCppServer implements AutoCloseable {
    static final Path FOLDER = Path.of("src/test/llama").toAbsolutePath();

    private static final Path PINS = FOLDER.resolve("requirements.txt");
    private static final Pattern LISTENS =
            Pattern.compile("running on (http://127\\.0\\.0\\.1:\\d+)");

    /// The library alone, for any processor of the kind since the build is kept, and with half the
    /// compiler's work: the answers are short.
    private static final Map<String, String> BUILD =
            Map.of(
                    "SKBUILD_BUILD_TARGETS",
                    "llama",
                    "CMAKE_ARGS",
                    "-DLLAVA_BUILD=OFF -DGGML_NATIVE=OFF -DGGML_LLAMAFILE=OFF"
                            + " -DGGML_CPU_REPACK=OFF -DCMAKE_CXX_FLAGS_RELEASE=-O1");

    private final Process process;
    private final URI url;

    private LlamaCppServer(Process process, URI url) {
        this.process = process;
        this.url = url;
    }

    /// @param log the file for what it prints
    /// @throws IOException when it cannot be built or does not start; the message holds what was
    ///   printed
    static LlamaCppServer start(Path log) throws Exception {
        Path model = new ModelFile(TestStack.cache().resolve("models")).resolve();
        ToolFolder server =
                ToolFolder.install(Pins.folder("llama-cpp", PINS), LlamaCppServer::into);
        Process process =
                new ProcessBuilder(
                                "bin/python",
                                "-u",
                                "-m",
                                "llama_cpp.server",
                                "--model",
                                model.toString(),
                                "--n_ctx",
                                "2048",
                                "--host",
                                "127.0.0.1",
                                "--port",
                                "0")
                        .directory(server.path().toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        return new LlamaCppServer(process, address(process, log));
    }

    private static void into(ToolFolder server) throws IOException {
        server.run(List.of("python3", "-m", "venv", "--clear", "."), Map.of());
        String install = "bin/python -m pip install -q --disable-pip-version-check -r " + PINS;
        server.run(List.of(install.split(" ")), BUILD);
    }

    private static URI address(Process process, Path log) throws Exception {
        while (process.isAlive()) {
            var listens = LISTENS.matcher(Files.readString(log));
            if (listens.find()) {
                return URI.create(listens.group(1));
            }
            Thread.sleep(100);
        }
        throw new IOException("llama_cpp.server ended:\n" + Files.readString(log));
    }

    URI url() {
        return url;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
