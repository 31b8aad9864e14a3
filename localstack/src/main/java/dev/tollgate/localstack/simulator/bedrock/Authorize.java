package dev.tollgate.localstack.simulator.bedrock;

import dev.tollgate.localstack.account.AccessDenied;
import dev.tollgate.localstack.account.BadSignature;
import dev.tollgate.localstack.account.VerifySignature;
import dev.tollgate.localstack.simulator.play.SimRefusal;
import dev.tollgate.localstack.upstream.http.Exchange;
import java.io.IOException;
import java.util.Map;

/// Every request must be signed by somebody whose policy allows it; a bearer token is refused.
/// Thread-safe.
record Authorize(VerifySignature signature) {
    /// @throws SimRefusal as Bedrock says it
    void require(Exchange exchange, String action, String resource) throws SimRefusal, IOException {
        try {
            signature.verify(exchange).require(action, resource, Map.of());
        } catch (BadSignature bad) {
            throw new SimRefusal(403, bad.code(), bad.text());
        } catch (AccessDenied denied) {
            throw new SimRefusal(403, "AccessDeniedException", denied.text());
        }
    }
}
