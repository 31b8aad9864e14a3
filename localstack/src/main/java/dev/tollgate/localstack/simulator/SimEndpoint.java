package dev.tollgate.localstack.simulator;

import dev.tollgate.localstack.simulator.play.Handshakes;
import dev.tollgate.localstack.simulator.play.RequestLog;
import dev.tollgate.localstack.simulator.play.SimRefusal;
import dev.tollgate.localstack.upstream.http.Endpoint;
import dev.tollgate.localstack.upstream.http.Exchange;
import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The simulator's own controls: `GET /requests` tells what the providers were asked, `DELETE
/// /requests` forgets it, `POST /handshake/{id}` says that one more chunk has been read.
public final class SimEndpoint implements Endpoint {
    private static final Pattern HANDSHAKE = Pattern.compile("/handshake/([A-Za-z0-9_-]{1,64})");

    private final RequestLog log;
    private final Handshakes handshakes;

    public SimEndpoint(RequestLog log, Handshakes handshakes) {
        this.log = log;
        this.handshakes = handshakes;
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        Matcher handshake = HANDSHAKE.matcher(exchange.subPath());
        if (exchange.method().equals("POST") && handshake.matches()) {
            chunkRead(exchange, handshake.group(1));
            return;
        }
        switch (exchange.method() + " " + exchange.subPath()) {
            case "GET /requests" -> exchange.sendJson(200, log.toJson());
            case "DELETE /requests" -> {
                log.reset();
                exchange.sendJson(200, log.toJson());
            }
            default -> exchange.sendJson(404, "{\"error\":\"no such control\"}");
        }
    }

    private void chunkRead(Exchange exchange, String id) throws IOException {
        try {
            handshakes.chunkRead(id);
            exchange.sendJson(200, "{}");
        } catch (SimRefusal refusal) {
            exchange.sendJson(refusal.status(), "{\"error\":\"" + refusal.text() + "\"}");
        }
    }
}
