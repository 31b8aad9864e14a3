package dev.tollgate.localstack.cli;

import dev.tollgate.localstack.stack.StackException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(name = "test", description = "Runs all tests with all gates, or those of the named parts.")
final class TestCommand implements Callable<Integer> {
    private static final Map<String, List<String>> PARTS =
            new TreeMap<>(
                    Map.of(
                            "core", module("functions/core"),
                            "aws", module("functions/aws"),
                            "runtime", module("functions/runtime"),
                            "llm-proxy", module("functions/llm-proxy"),
                            "control", module("functions/control"),
                            "authorizer", module("authorizer"),
                            "localstack", module("localstack,localstack/smollm2"),
                            "clients",
                                    tests(
                                            "ClientsIT,JavaSdkIT,ContractReplayIT,ManyCallersIT,IsolatedIT,CommandLineIT"),
                            "infra", module("infra-cdk"),
                            "rules", tests("ArchitectureTest,SizeTest")));

    @Parameters(
            paramLabel = "part",
            description =
                    "core, aws, runtime, llm-proxy, control, authorizer, localstack, clients, infra,"
                            + " rules")
    private List<String> parts = List.of();

    @Override
    public Integer call() {
        if (parts.isEmpty()) {
            return Maven.run(List.of("clean", "verify"));
        }
        for (String part : parts) {
            List<String> arguments = PARTS.get(part);
            if (arguments == null) {
                throw new StackException(
                        "there is no part \"" + part + "\"; there are " + PARTS.keySet());
            }
            int exit = Maven.run(arguments);
            if (exit != 0) {
                return exit;
            }
        }
        return 0;
    }

    /// The module's tests, and those of the modules it is built on.
    private static List<String> module(String folder) {
        return List.of("verify", "-pl", folder, "-am");
    }

    private static List<String> tests(String classes) {
        return List.of(
                "verify",
                "-pl",
                "localstack,localstack/smollm2",
                "-am",
                "-Dtest=" + classes,
                "-Dsurefire.failIfNoSpecifiedTests=false");
    }
}
