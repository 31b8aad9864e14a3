package dev.tollgate.localstack.cli;

import static java.util.Map.entry;

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
                    Map.ofEntries(
                            entry("core", module("functions/core")),
                            entry("aws", module("functions/aws")),
                            entry("runtime", module("functions/runtime")),
                            entry("llm-proxy", module("functions/llm-proxy")),
                            entry("control", module("functions/control")),
                            entry("authorizer", module("authorizer")),
                            entry("contract", module("contract")),
                            entry("localstack", module("localstack,localstack/smollm2")),
                            entry(
                                    "clients",
                                    tests(
                                            "localstack,localstack/smollm2",
                                            "ClientsIT,ErrorsIT,JavaSdkIT,GatewayContractIT,ManyCallersIT,IsolatedIT,TenancyIT,CommandLineIT")),
                            entry("infra", module("infra-cdk")),
                            entry(
                                    "deploy",
                                    tests(
                                            "localstack/deployed",
                                            "LocalStackIT,MiniStackIT,EmulatorHostIT")),
                            entry("rules", tests("localstack", "ArchitectureTest,SizeTest"))));

    @Parameters(
            paramLabel = "part",
            description =
                    "core, aws, runtime, llm-proxy, control, authorizer, contract, localstack, clients, infra,"
                            + " deploy, rules")
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

    static List<String> tests(String modules, String classes) {
        return List.of(
                "verify",
                "-pl",
                modules,
                "-am",
                "-Dtest=" + classes,
                "-Dsurefire.failIfNoSpecifiedTests=false");
    }
}
