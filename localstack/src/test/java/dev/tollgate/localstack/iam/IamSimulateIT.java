package dev.tollgate.localstack.iam;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.localstack.stack.Home;
import dev.tollgate.localstack.tool.ToolFolder;
import dev.tollgate.testkit.Seeded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Our evaluator beside npm's `@cloud-copilot/iam-simulate`, which knows all of IAM.
final class IamSimulateIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path PROGRAM = Path.of("src/test/javascript/iam");
    private static final int RANDOM = 600;

    @TempDir static Path folder = Path.of("");

    @Test
    void table_ofOurPolicies_isWhatBothSay() throws IOException {
        Map<IamCase, Decision> table = RequestTable.read();
        List<IamCase> cases = List.copyOf(table.keySet());
        List<String> theirs = judge(cases);
        var mistakes = new ArrayList<String>();
        for (int i = 0; i < cases.size(); i++) {
            IamCase one = cases.get(i);
            Decision wanted = table.get(one);
            if (one.decide() != wanted || !theirs.get(i).equals(String.valueOf(wanted))) {
                mistakes.add(
                        "%s: wanted %s, ours %s, theirs %s"
                                .formatted(one.request(), wanted, one.decide(), theirs.get(i)));
            }
        }
        assertEquals(List.of(), mistakes);
        long allowed = table.values().stream().filter(Decision.ALLOWED::equals).count();
        System.out.printf(
                "IamSimulateIT: %d requests of the table, %d to be allowed, %d not%n",
                table.size(), allowed, table.size() - allowed);
        assertTrue(allowed > 0 && allowed < table.size());
    }

    @Test
    void randomDocumentsAndRequests_bothDecideAlike() throws IOException {
        List<IamCase> cases = new RandomCases(Seeded.of("IamSimulateIT")).make(RANDOM);
        List<String> theirs = judge(cases);
        for (int i = 0; i < cases.size(); i++) {
            IamCase one = cases.get(i);
            assertEquals(theirs.get(i), one.decide().name(), one::toString);
        }
        var met = cases.stream().map(IamCase::decide).collect(Collectors.toSet());
        assertEquals(EnumSet.allOf(Decision.class), met);
        System.out.println("IamSimulateIT: " + cases.size() + " random cases");
    }

    private static List<String> judge(List<IamCase> cases) throws IOException {
        Path home = Home.cache(System.getenv()).resolve("iam-simulate-0.1.173");
        ToolFolder tool = ToolFolder.install(home, IamSimulateIT::install);
        Files.copy(
                PROGRAM.resolve("judge.mjs"),
                tool.path().resolve("judge.mjs"),
                StandardCopyOption.REPLACE_EXISTING);
        Path input = folder.resolve("cases.json");
        JSON.writeValue(input.toFile(), cases.stream().map(IamCase::json).toList());
        String printed = tool.run(List.of("node", "judge.mjs", input.toString()), Map.of());
        return JSON.readValue(printed, new TypeReference<List<String>>() {});
    }

    private static void install(ToolFolder tool) throws IOException {
        Files.copy(PROGRAM.resolve("package.json"), tool.path().resolve("package.json"));
        tool.run(
                List.of(
                        "npm",
                        "install",
                        "--silent",
                        "--no-audit",
                        "--no-fund",
                        "--no-package-lock"),
                Map.of());
    }
}
