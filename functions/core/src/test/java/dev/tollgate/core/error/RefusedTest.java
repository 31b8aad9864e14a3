package dev.tollgate.core.error;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class RefusedTest {
    @Test
    void message_ofTheException_isTheCodeAlone() {
        var error = new GatewayError.UpstreamRejected("cannot read: my prompt");
        assertEquals("upstream_rejected", new Refused(error).getMessage());
        assertEquals(error, new Refused(error).error());
    }
}
