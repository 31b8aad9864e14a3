package dev.tollgate.localstack.issuer;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.tollgate.localstack.upstream.http.Endpoint;
import dev.tollgate.localstack.upstream.http.Exchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// `/{issuer}/.well-known/openid-configuration` and `/{issuer}/jwks.json` (OpenID Connect Discovery
/// 1.0 §4), and a switch for tests: `PUT /{issuer}/outage` makes both answer 503 until `DELETE
/// /{issuer}/outage`. Thread-safe.
public final class IssuerEndpoint implements Endpoint {
    private final Map<String, Issuer> issuers;
    private final Set<String> down = ConcurrentHashMap.newKeySet();

    /// @param issuers by name
    public IssuerEndpoint(Map<String, Issuer> issuers) {
        this.issuers = Map.copyOf(issuers);
    }

    @Override
    public void handle(Exchange exchange) throws IOException {
        String[] path = exchange.subPath().split("/", 3);
        Issuer issuer = path.length < 3 ? null : issuers.get(path[1]);
        if (issuer == null) {
            exchange.sendJson(404, "{\"error\":\"no such issuer\"}");
            return;
        }
        switch (exchange.method() + " " + path[2]) {
            case "GET .well-known/openid-configuration" ->
                    publish(exchange, issuer, JSONObjectUtils.toJSONString(discovery(issuer)));
            case "GET jwks.json" -> publish(exchange, issuer, issuer.jwks());
            case "PUT outage" -> {
                setOutage(issuer.name(), true);
                exchange.sendJson(200, "{\"outage\":true}");
            }
            case "DELETE outage" -> {
                setOutage(issuer.name(), false);
                exchange.sendJson(200, "{\"outage\":false}");
            }
            default -> exchange.sendJson(404, "{\"error\":\"no such document\"}");
        }
    }

    /// Whether an issuer answers 503 instead of its documents.
    private void setOutage(String issuer, boolean outage) {
        if (outage) {
            down.add(issuer);
        } else {
            down.remove(issuer);
        }
    }

    private void publish(Exchange exchange, Issuer issuer, String document) throws IOException {
        if (down.contains(issuer.name())) {
            exchange.sendJson(503, "{\"error\":\"outage\"}");
        } else {
            exchange.sendJson(200, document);
        }
    }

    private static Map<String, Object> discovery(Issuer issuer) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("issuer", issuer.id().toString());
        document.put("jwks_uri", issuer.jwksUri().toString());
        document.put("response_types_supported", List.of("id_token"));
        document.put("subject_types_supported", List.of("public"));
        document.put("id_token_signing_alg_values_supported", List.of("RS256", "ES256"));
        return document;
    }
}
