package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.tollgate.core.config.Setting;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What is deployed, started as Lambda starts it: from the folder that the CDK app uploads, with
/// nothing else on the class path. Needs the functions packaged, as `./tollgate test` does before.
final class PackagedFunctionsIT {
    private static final String NEXT = "GET /2018-06-01/runtime/invocation/next HTTP/1.1";
    private static final int PATIENCE = 60_000;

    @TempDir private Path packages;

    @ParameterizedTest
    @EnumSource(GatewayFunction.class)
    void bootstrap_ofThePackage_startsTheFunctionAndAsksForWork(GatewayFunction function)
            throws Exception {
        Path folder = folder(function);
        assertEquals(NEXT, firstRequest(function, List.of(folder.resolve("bootstrap").toString())));
    }

    @ParameterizedTest
    @EnumSource(value = GatewayFunction.class, names = "AUTHORIZER", mode = EnumSource.Mode.EXCLUDE)
    void wrapper_ofThePackage_startsTheLoopInPlaceOfTheManagedRuntime(GatewayFunction function)
            throws Exception {
        Path wrapper = folder(function).resolve("stream-wrapper");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        assertEquals(
                NEXT,
                firstRequest(
                        function,
                        List.of(
                                wrapper.toString(),
                                java,
                                "-XX:+UseSerialGC",
                                "-classpath",
                                "/nowhere/runtime.jar",
                                "com.example.ManagedRuntime",
                                function.handler(ResponseMode.STREAM))));
    }

    private Path folder(GatewayFunction function) {
        Path built = Path.of("..").resolve(function.module()).resolve("target/lambda/lib");
        assumeTrue(Files.isDirectory(built), "not packaged: run the phase package");
        return new StoredJars(Path.of(".."), packages).folder(function);
    }

    private String firstRequest(GatewayFunction function, List<String> command)
            throws IOException, InterruptedException {
        Path log = packages.resolve(function.word() + ".log");
        try (var api = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            api.setSoTimeout(PATIENCE);
            var builder =
                    new ProcessBuilder(new ArrayList<>(command))
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile());
            environment(builder, function, api.getLocalPort());
            Process process = builder.start();
            try (var connection = api.accept();
                    var in =
                            new BufferedReader(
                                    new InputStreamReader(
                                            connection.getInputStream(),
                                            StandardCharsets.US_ASCII))) {
                String request = in.readLine();
                assertTrue(request != null, () -> text(log));
                return request.equals(NEXT) ? request : request + "\n" + text(log);
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static void environment(ProcessBuilder builder, GatewayFunction function, int port) {
        var environment = builder.environment();
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("_HANDLER", function.handler(ResponseMode.STREAM));
        environment.put("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + port);
        environment.put("AWS_LAMBDA_FUNCTION_NAME", function.word());
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "1024");
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "logs");
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "stream");
        environment.put(Setting.REGION.key(), "eu-west-1");
        environment.put(Setting.TENANT_TABLE.key(), "tenants");
        environment.put(Setting.PLATFORM_TABLE.key(), "platform");
        byte[] pepper = new byte[16];
        new SecureRandom().nextBytes(pepper);
        environment.put(Setting.KEY_PEPPER.key(), HexFormat.of().formatHex(pepper));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
