package dev.tollgate.localstack.deploy;

import dev.tollgate.localstack.stack.StackFolders;
import dev.tollgate.localstack.tool.Ended;
import dev.tollgate.localstack.tool.ToolFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// `infra-cdk` as a person would deploy it: by the CDK's own command line, pointed at an emulator.
///
/// @param target value of `-c target=`
/// @param release value of `-c release=`; empty for none
record CdkApp(StackFolders folders, URI endpoint, String target, String release) {
    private static final String CLI = "aws-cdk@2.1148.1";
    private static final String ENVIRONMENT = "aws://000000000000/us-east-1";
    private static final String STACKS = "tollgate-" + Deployment.STAGE + "/**";
    private static final Set<String> INHERITED = Set.of("PATH", "NO_PROXY", "no_proxy");

    /// Makes what the CDK wants of an account before the first deployment.
    void bootstrap() throws IOException {
        cdk("bootstrap", ENVIRONMENT);
    }

    /// @throws IOException when it fails; the message holds what the command line printed
    void deploy() throws IOException {
        cdk("deploy", STACKS, "--require-approval", "never", "--progress", "events");
    }

    /// What another deployment would change: nothing, or this fails.
    ///
    /// @throws IOException when something would change; the message holds the differences
    void requireNoDifference() throws IOException {
        cdk("diff", STACKS, "--fail", "--method", "template");
    }

    private void cdk(String... arguments) throws IOException {
        ToolFolder cli = install(folders.cache());
        var command = new ArrayList<>(List.of(cli.path() + "/node_modules/.bin/cdk"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-c", "target=" + target, "-c", "release=" + release));
        command.addAll(List.of("--ci", "--no-color"));
        command.add("--output");
        command.add(folders.state().resolve("cdk.out").toAbsolutePath().toString());
        var builder = new ProcessBuilder(command).directory(folders.home().infra().toFile());
        builder.environment().keySet().retainAll(INHERITED);
        builder.environment().putAll(environment());
        Ended.of(builder).success();
    }

    private static ToolFolder install(Path cache) throws IOException {
        String install = "npm install --silent --no-audit --no-fund --no-package-lock --prefix .";
        return ToolFolder.install(
                cache.resolve(CLI.replace('@', '-')),
                folder -> {
                    var command = new ArrayList<>(List.of(install.split(" ")));
                    command.add(CLI);
                    folder.run(command, Map.of());
                });
    }

    private Map<String, String> environment() throws IOException {
        Path home = folders.state().resolve("cdk-home").toAbsolutePath();
        Files.createDirectories(home);
        return Map.ofEntries(
                Map.entry("HOME", home.toString()),
                Map.entry("JAVA_HOME", System.getProperty("java.home")),
                Map.entry("AWS_ENDPOINT_URL", endpoint.toString()),
                // Without it buckets would be host names.
                Map.entry("AWS_ENDPOINT_URL_S3", endpoint.toString()),
                Map.entry("AWS_ACCESS_KEY_ID", "test"),
                Map.entry("AWS_SECRET_ACCESS_KEY", "test"),
                Map.entry("AWS_REGION", "us-east-1"),
                Map.entry("AWS_EC2_METADATA_DISABLED", "true"),
                Map.entry("CDK_DISABLE_CLI_TELEMETRY", "true"),
                Map.entry("JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION", "1"),
                Map.entry("JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION", "1"));
    }
}
