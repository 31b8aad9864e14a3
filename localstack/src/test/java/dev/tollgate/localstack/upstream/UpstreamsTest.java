package dev.tollgate.localstack.upstream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class UpstreamsTest {
    @Test
    void start_portInUse_saysWhich(@TempDir Path state) throws Exception {
        try (LiveUpstreams live = new LiveUpstreams()) {
            int port = live.upstreams.url().getPort();
            IOException taken =
                    assertThrows(IOException.class, () -> new LiveUpstreams(state, port));
            assertTrue(
                    String.valueOf(taken.getMessage()).startsWith("port " + port + " on 127.0.0.1"),
                    taken.getMessage());
        }
    }

    @Test
    void urls_areBelowTheOnePort() throws Exception {
        try (LiveUpstreams live = new LiveUpstreams()) {
            String base = live.upstreams.url().toString();
            assertEquals(base + "/bedrock", live.upstreams.bedrockUrl().toString());
            assertEquals(base + "/openai/v1", live.upstreams.openAiUrl().toString());
            assertEquals(base + "/smollm2/v1", live.upstreams.smolLm2Url().toString());
            assertEquals(
                    live.upstreams.issuerUrl() + "/acme",
                    live.upstreams.issuer("acme").id().toString());
        }
    }

    @Test
    void credential_asText_hidesTheSecret() throws Exception {
        try (LiveUpstreams live = new LiveUpstreams()) {
            assertFalse(live.credential.toString().contains(live.credential.secretAccessKey()));
        }
    }
}
