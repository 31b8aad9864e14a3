package dev.tollgate.localstack.isolated;

import dev.tollgate.core.config.LambdaVariable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// How to start environments of one function.
///
/// @param handler the function's class
/// @param folder the unpacked deployment package, `bootstrap` and `lib/`; where there is none, this
///   process's own class path serves
/// @param variables of the function's configuration; of this process's own it gets only `PATH`
/// @param log that its output is appended to
public record Launch(
        String name, Class<?> handler, Path folder, Map<String, String> variables, Path log) {
    private static final int MEGABYTES = 512;
    private static final Set<String> INHERITED = Set.of("PATH");
    private static final String LOOP = "dev.tollgate.runtime.loop.Main";

    public Launch {
        variables = Map.copyOf(variables);
    }

    /// Starts a process that takes its invocations from there.
    Process start(String runtimeApi) throws IOException {
        Files.createDirectories(log.toAbsolutePath().getParent());
        var builder =
                new ProcessBuilder(command())
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(INHERITED);
        environment.putAll(variables);
        environment.putAll(lambda(runtimeApi));
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        // A laptop has more memory than the function will have, and other uses for it.
        environment.put("JAVA_TOOL_OPTIONS", "-Xmx" + MEGABYTES * 6 / 10 + "m");
        Process process = builder.start();
        process.getOutputStream().close();
        return process;
    }

    private List<String> command() {
        Path bootstrap = folder.resolve("bootstrap");
        if (Files.isExecutable(bootstrap)) {
            return List.of(bootstrap.toAbsolutePath().toString());
        }
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                absolute(System.getProperty("java.class.path")),
                LOOP);
    }

    private Map<String, String> lambda(String runtimeApi) {
        return Map.of(
                LambdaVariable.HANDLER.key(),
                handler.getName(),
                LambdaVariable.RUNTIME_API.key(),
                runtimeApi,
                LambdaVariable.INITIALIZATION_TYPE.key(),
                "on-demand",
                LambdaVariable.FUNCTION_NAME.key(),
                name,
                LambdaVariable.FUNCTION_VERSION.key(),
                "$LATEST",
                LambdaVariable.MEMORY_SIZE.key(),
                Integer.toString(MEGABYTES),
                LambdaVariable.LOG_GROUP.key(),
                "/aws/lambda/" + name,
                LambdaVariable.LOG_STREAM.key(),
                "local",
                "TZ",
                ":UTC");
    }

    private static String absolute(String classPath) {
        return String.join(
                File.pathSeparator,
                List.of(classPath.split(File.pathSeparator, -1)).stream()
                        .map(entry -> Path.of(entry).toAbsolutePath().toString())
                        .toList());
    }
}
