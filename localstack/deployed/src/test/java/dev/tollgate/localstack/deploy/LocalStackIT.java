package dev.tollgate.localstack.deploy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.localstack.tool.Ended;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// On LocalStack's open core, without Docker.
final class LocalStackIT extends DeployedGateway {
    LocalStackIT() {
        super("localstack", LocalStackHost.MINOR);
    }

    /// As an operator does with a stage, with what `deploy local` says to paste. The command knows
    /// no list of what an emulator leaves out: that one check fails.
    @Test
    void verify_ofTheDeployedStage_printsAChecklistInWhichAllHoldsButWhatTheEmulatorCannot()
            throws Exception {
        var variables = new HashMap<>(stack().environment());
        String key = Objects.requireNonNull(variables.get("TOLLGATE_KEY_ACME"));
        variables.put("AWS_BEARER_TOKEN_BEDROCK", key);
        Ended ended = stack().tollgate(variables, "verify", stack().url());
        List<String> lines = ended.printed().lines().toList();
        List<String> failed = lines.stream().filter(line -> line.startsWith("  FAIL  ")).toList();
        assertEquals(1, failed.size(), failed.toString());
        assertTrue(failed.getFirst().startsWith("  FAIL  a path that is too long"), "" + failed);
        assertTrue(lines.stream().filter(line -> line.startsWith("  ok ")).count() > 100);
        assertEquals(1, ended.exit());
        System.out.println("verify: " + lines.getLast());
    }
}
