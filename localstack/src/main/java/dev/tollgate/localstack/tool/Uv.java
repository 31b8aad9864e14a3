package dev.tollgate.localstack.tool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Astral's installer of Python packages, which can leave out what was published after a day: old
/// programs keep working with the libraries of their time.
public final class Uv {
    private static final String VERSION = "0.13.9";

    /// Python is the machine's; uv must not fetch another.
    private static final Map<String, String> OPTIONS =
            Map.of("UV_PYTHON_DOWNLOADS", "never", "UV_NO_PROGRESS", "1");

    private final Path cache;
    private final Python python;
    private final Path uv;

    private Uv(Path cache, Python python, Path uv) {
        this.cache = cache;
        this.python = python;
        this.uv = uv;
    }

    /// @param cache the download cache
    /// @throws IOException when it cannot be installed; the message holds what was printed
    public static Uv install(Path cache, Python python) throws IOException {
        var folder =
                ToolFolder.install(
                        cache.resolve("uv-" + VERSION),
                        into -> {
                            String own = python.executable().toString();
                            into.run(List.of(own, "-m", "venv", "."), Map.of());
                            String pip = "bin/python -m pip install -q --disable-pip-version-check";
                            var install = new ArrayList<>(List.of(pip.split(" ")));
                            install.add("uv==" + VERSION);
                            into.run(install, Map.of());
                        });
        return new Uv(cache, python, folder.path().resolve("bin/uv"));
    }

    /// A virtual environment with these packages; its interpreter is `bin/python`.
    ///
    /// @param name of its folder; other packages need another name
    /// @param arguments packages with their versions, and options of `uv pip install`
    public ToolFolder environment(String name, String... arguments) throws IOException {
        return ToolFolder.install(
                cache.resolve(name + "-py3." + python.minor()),
                folder -> {
                    String own = python.executable().toString();
                    run(folder, List.of("venv", "--quiet", "--allow-existing", "-p", own, "."));
                    var install = new ArrayList<>(List.of("pip", "install", "--quiet"));
                    install.addAll(List.of("--python", "bin/python"));
                    install.addAll(List.of(arguments));
                    run(folder, install);
                });
    }

    /// Builds a package of ours and puts it, with nothing else, into a folder for `PYTHONPATH`.
    public void build(Path source, Path target) throws IOException {
        var command = new ArrayList<>(List.of("pip", "install", "--quiet", "--no-deps"));
        command.addAll(List.of("--python", python.executable().toString(), "--upgrade"));
        command.addAll(List.of("--target", target.toAbsolutePath().toString()));
        command.add(source.toAbsolutePath().toString());
        run(new ToolFolder(cache), command);
    }

    private void run(ToolFolder folder, List<String> arguments) throws IOException {
        var command = new ArrayList<>(List.of(uv.toString()));
        command.addAll(arguments);
        folder.run(command, OPTIONS);
    }
}
