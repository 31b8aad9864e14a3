package dev.tollgate.localstack.stack;

import dev.tollgate.contract.GatewayContract;
import dev.tollgate.contract.Target;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Acceptance: the contract of every gateway, held against the embedded stack, where it leaves
/// nothing out.
@ParameterizedClass
@EnumSource(Mode.class)
final class GatewayContractIT extends GatewayContract {
    @TempDir static Path folder = Path.of("");

    private static TestStack stack;

    /// JUnit gives [#start] only what it gives a constructor.
    GatewayContractIT(Mode mode) {}

    @BeforeParameterizedClassInvocation
    static void start(Mode mode) throws Exception {
        stack = TestStack.start(folder, mode);
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        stack.close();
    }

    @Override
    protected Target target() throws IOException {
        return stack.target();
    }
}
