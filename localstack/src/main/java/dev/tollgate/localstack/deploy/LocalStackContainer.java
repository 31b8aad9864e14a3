package dev.tollgate.localstack.deploy;

import dev.tollgate.localstack.dynamodb.DynamoDbLocal;
import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.tool.Ended;
import dev.tollgate.localstack.tool.Python;
import dev.tollgate.localstack.tool.Uv;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// LocalStack in a container of Docker's, by `localstack/compose.yaml`, with the same plugin. Not
/// seen running: there is no engine where this is built.
///
/// @param python builds the plugin; LocalStack's own is in the image
/// @param environment this process's, of which compose reads version and token
record LocalStackContainer(Python python, Map<String, String> environment) implements Emulator {
    LocalStackContainer {
        environment = Map.copyOf(environment);
    }

    /// @throws StackException when no engine answers: skipped, and why
    static LocalStackContainer of(Map<String, String> environment) {
        requireEngine(environment.getOrDefault("PATH", ""));
        return new LocalStackContainer(
                EmulatorChoice.python(MiniStack.MINOR, environment), environment);
    }

    private static void requireEngine(String path) {
        Path docker =
                Arrays.stream(path.split(File.pathSeparator, -1))
                        .filter(folder -> !folder.isBlank())
                        .map(folder -> Path.of(folder, "docker"))
                        .filter(Files::isExecutable)
                        .findFirst()
                        .orElseThrow(() -> skipped("there is no docker on the PATH", null));
        try {
            Ended.of(new ProcessBuilder(docker.toString(), "info")).success();
        } catch (IOException e) {
            throw skipped("no engine answers: " + String.valueOf(e.getMessage()).strip(), e);
        }
    }

    private static StackException skipped(String why, @Nullable Throwable cause) {
        return new StackException("SKIPPED: " + why + "; --on localstack needs none", cause);
    }

    @Override
    public String word() {
        return "localstack";
    }

    @Override
    public RunningEmulator start(EmulatorPlace place) throws IOException {
        Uv.install(place.folders().cache(), python)
                .build(place.folders().home().emulatorHost(), place.folder().resolve("plugin"));
        Files.copy(
                place.pem(),
                place.folder().resolve("server.pem"),
                StandardCopyOption.REPLACE_EXISTING);
        DynamoDbLocal store = LocalStackHost.startStore(place);
        try {
            Map<String, String> variables = variables(place, store.endpoint().getPort());
            URI endpoint = URI.create("http://127.0.0.1:" + place.port());
            var process =
                    EmulatorProcess.start(
                            new EmulatorProcess.Launch(
                                    compose(place, "up", "--abort-on-container-exit"),
                                    variables,
                                    endpoint.resolve("/_localstack/health"),
                                    place.log()));
            return new RunningEmulator(
                    endpoint,
                    URI.create("https://127.0.0.1:" + place.port()),
                    List.of(() -> down(place, variables), process::close, store::close));
        } catch (IOException | RuntimeException e) {
            store.close();
            throw e;
        }
    }

    private Map<String, String> variables(EmulatorPlace place, int storePort) {
        var variables = new LinkedHashMap<String, String>();
        for (String name : List.of("HOME", "LOCALSTACK_VERSION", "LOCALSTACK_AUTH_TOKEN")) {
            String value = environment.get(name);
            if (value != null) {
                variables.put(name, value);
            }
        }
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("TOLLGATE_EMULATOR_FOLDER", place.folder().toAbsolutePath().toString());
        variables.put("TOLLGATE_EMULATOR_PORT", Integer.toString(place.port()));
        variables.put("TOLLGATE_DYNAMODB_PORT", Integer.toString(storePort));
        return variables;
    }

    private static List<String> compose(EmulatorPlace place, String... arguments) {
        Path file = place.folders().home().root().resolve("localstack/compose.yaml");
        var command = new ArrayList<>(List.of("docker", "compose", "-f", file.toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    private static void down(EmulatorPlace place, Map<String, String> variables) {
        var builder = new ProcessBuilder(compose(place, "down"));
        builder.environment().putAll(variables);
        try {
            Ended.of(builder).success();
        } catch (IOException e) {
            throw new StackException("the container is not taken down: " + e.getMessage(), e);
        }
    }
}
