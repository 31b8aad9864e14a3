package dev.tollgate.infra;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awscdk.Stack;

/// The stacks of a stage together.
final class GatewayStageTest {
    private static final Map<String, String> PROD =
            Map.of("stage", "prod", "bedrockModels", "us.anthropic.claude-test-v1:0");

    @Test
    void templates_synthesizedTwice_areTheSame() throws IOException {
        assertEquals(Synthesized.of(PROD).all(), Synthesized.of(PROD).all());
    }

    @Test
    void stacks_ofProd_dependInOneDirection() throws IOException {
        GatewayStage stage = Synthesized.stage(Synthesized.app(PROD));
        var stacks =
                List.of(
                        stage.data(),
                        stage.functions(),
                        stage.api(),
                        stage.observability().orElseThrow());
        // References become dependencies when the app is synthesized.
        stage.synth();
        var order = stacks.stream().map(Stack::getStackName).toList();
        for (Stack stack : stacks) {
            Stream<String> earlier = stack.getDependencies().stream().map(Stack::getStackName);
            int own = order.indexOf(stack.getStackName());
            earlier.forEach(
                    name -> assertTrue(order.indexOf(name) < own, () -> stack + " needs " + name));
        }
        assertEquals(List.of(), stage.data().getDependencies());
    }
}
