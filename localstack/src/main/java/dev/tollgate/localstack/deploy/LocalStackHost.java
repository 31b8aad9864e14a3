package dev.tollgate.localstack.deploy;

import dev.tollgate.localstack.dynamodb.DynamoDbLocal;
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

/// LocalStack's open core without Docker: functions are processes, by the plugin in
/// `localstack/host`, and DynamoDB Local is ours.
///
/// @param python 3.12 or later, which it needs although its metadata asks for less
record LocalStackHost(Python python) implements Emulator {
    static final int MINOR = 12;

    /// The last that starts without a token.
    private static final String PACKAGE = "localstack-core[runtime]==4.14.0";

    /// Newer releases of what it builds on break it.
    private static final String DAY = "2026-02-27";

    @Override
    public String word() {
        return "localstack";
    }

    /// Its Python, with everything in it but our plugin.
    static ToolFolder install(Path cache, Python python) throws IOException {
        return Uv.install(cache, python)
                .environment("localstack-4.14.0", "--exclude-newer", DAY, PACKAGE);
    }

    @Override
    public RunningEmulator start(EmulatorPlace place) throws IOException {
        Path cache = place.folders().cache();
        ToolFolder installed = install(cache, python);
        Path plugin = place.folder().resolve("plugin");
        Uv.install(cache, python).build(place.folders().home().emulatorHost(), plugin);
        DynamoDbLocal store = startStore(place);
        URI endpoint = URI.create("http://127.0.0.1:" + place.port());
        try {
            Map<String, String> environment =
                    environment(place, plugin, store.endpoint().getPort());
            var process =
                    EmulatorProcess.start(
                            new EmulatorProcess.Launch(
                                    List.of(
                                            installed.path().resolve("bin/python").toString(),
                                            "-m",
                                            "localstack.runtime.main"),
                                    environment,
                                    endpoint.resolve("/_localstack/health"),
                                    place.log()));
            return new RunningEmulator(
                    endpoint,
                    URI.create("https://127.0.0.1:" + place.port()),
                    List.of(process::close, store::close));
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    /// Its tables, in memory.
    static DynamoDbLocal startStore(EmulatorPlace place) throws IOException {
        return DynamoDbLocal.start(
                new DynamoDbLocal.Launch(
                        place.folders().home().dynamoDbClassPath(),
                        0,
                        null,
                        place.folders().state().resolve("dynamodb.log")));
    }

    private static Map<String, String> environment(EmulatorPlace place, Path plugin, int storePort)
            throws IOException {
        Path home = place.folder().resolve("home");
        Path root = place.folder().resolve("root");
        Files.createDirectories(home);
        Files.createDirectories(root);
        var environment = new LinkedHashMap<String, String>();
        environment.put("HOME", home.toAbsolutePath().toString());
        environment.put("LANG", "C.UTF-8");
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("PYTHONPATH", plugin.toAbsolutePath().toString());
        environment.put("FILESYSTEM_ROOT", root.toAbsolutePath().toString());
        // In a container it would ignore the line above and write into the system.
        environment.put("OVERRIDE_IN_DOCKER", "0");
        environment.put("GATEWAY_LISTEN", "127.0.0.1:" + place.port());
        environment.put("CUSTOM_SSL_CERT_PATH", place.pem().toAbsolutePath().toString());
        environment.put("SKIP_SSL_CERT_DOWNLOAD", "1");
        environment.put("DISABLE_EVENTS", "1");
        environment.put("DNS_ADDRESS", "0");
        environment.put("DYNAMODB_LOCAL_PORT", Integer.toString(storePort));
        environment.put("LAMBDA_RUNTIME_EXECUTOR", "process");
        environment.put("LAMBDA_SYNCHRONOUS_CREATE", "1");
        environment.put("LAMBDA_IGNORE_ARCHITECTURE", "1");
        environment.put("LAMBDA_RUNTIME_ENVIRONMENT_TIMEOUT", "120");
        return environment;
    }
}
