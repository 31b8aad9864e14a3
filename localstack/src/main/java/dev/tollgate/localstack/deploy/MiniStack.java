package dev.tollgate.localstack.deploy;

import dev.tollgate.localstack.tool.Python;
import dev.tollgate.localstack.tool.ToolFolder;
import dev.tollgate.localstack.tool.Uv;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// MiniStack: light, and functions are processes by its own means. It streams by what
/// `localstack/host` changes in its memory.
record MiniStack(Python python) implements Emulator {
    static final int MINOR = 10;

    private static final String VERSION = "1.5.33";

    @Override
    public String word() {
        return "ministack";
    }

    static ToolFolder install(Path cache, Python python) throws IOException {
        return Uv.install(cache, python)
                .environment("ministack-" + VERSION, "ministack==" + VERSION);
    }

    @Override
    public RunningEmulator start(EmulatorPlace place) throws IOException {
        ToolFolder installed = install(place.folders().cache(), python);
        URI endpoint = URI.create("http://127.0.0.1:" + place.port());
        var process =
                EmulatorProcess.start(
                        new EmulatorProcess.Launch(
                                List.of(
                                        installed.path().resolve("bin/python").toString(),
                                        "-B",
                                        "-m",
                                        "tollgate_host.ministack",
                                        Integer.toString(place.port()),
                                        Integer.toString(place.tlsPort()),
                                        place.pem().toAbsolutePath().toString()),
                                environment(place, endpoint),
                                endpoint.resolve("/_ministack/health"),
                                place.log()));
        return new RunningEmulator(
                endpoint,
                URI.create("https://127.0.0.1:" + place.tlsPort()),
                List.of(process::close));
    }

    /// Functions inherit all of it.
    private static Map<String, String> environment(EmulatorPlace place, URI endpoint)
            throws IOException {
        Path home = place.folder().resolve("home").toAbsolutePath();
        Files.createDirectories(home);
        var environment = new LinkedHashMap<String, String>();
        environment.put("HOME", home.toString());
        environment.put("TMPDIR", home.toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // A laptop has more memory than a function was given, and other uses for it.
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx614m");
        environment.put(
                "PYTHONPATH", place.folders().home().emulatorHost().toAbsolutePath().toString());
        environment.put("AWS_ENDPOINT_URL", endpoint.toString());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("GATEWAY_PORT", Integer.toString(place.port()));
        environment.put("MINISTACK_HOST", "localhost");
        environment.put("IOT_MTLS_ENABLED", "0");
        environment.put("SFTP_ENABLED", "0");
        return environment;
    }
}
