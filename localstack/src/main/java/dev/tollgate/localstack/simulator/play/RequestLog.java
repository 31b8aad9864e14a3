package dev.tollgate.localstack.simulator.play;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.localstack.upstream.http.Exchange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What the simulated providers were asked, refused or not; never what it said. Counts everything,
/// details the newest. Thread-safe.
public final class RequestLog {
    private static final int NEWEST = 1000;

    private final Map<String, Integer> counts = new TreeMap<>();
    private final Deque<Seen> newest = new ArrayDeque<>();
    private long total;

    /// @param headers names only
    /// @param authorization AWS4-HMAC-SHA256, Bearer or other; empty for none
    private record Seen(
            String provider,
            String operation,
            String model,
            String authorization,
            List<String> headers) {}

    public synchronized void add(
            Exchange exchange, String provider, String operation, String model) {
        total++;
        counts.merge(provider + "/" + model, 1, Integer::sum);
        newest.addLast(
                new Seen(
                        provider,
                        operation,
                        model,
                        scheme(exchange.header("authorization").orElse("")),
                        List.copyOf(exchange.headers().keySet())));
        if (newest.size() > NEWEST) {
            newest.removeFirst();
        }
    }

    private static String scheme(String authorization) {
        if (authorization.startsWith("AWS4-HMAC-SHA256 ")) {
            return "AWS4-HMAC-SHA256";
        }
        if (authorization.startsWith("Bearer ")) {
            return "Bearer";
        }
        return authorization.isEmpty() ? "" : "other";
    }

    public synchronized void reset() {
        total = 0;
        counts.clear();
        newest.clear();
    }

    /// `{"total":n,"models":{"<provider>/<model>":n},"requests":[…]}`, oldest first.
    public synchronized String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("total", total);
        ObjectNode models = json.putObject("models");
        counts.forEach(models::put);
        var requests = json.putArray("requests");
        for (Seen seen : newest) {
            ObjectNode one =
                    requests.addObject()
                            .put("provider", seen.provider())
                            .put("operation", seen.operation())
                            .put("model", seen.model())
                            .put("authorization", seen.authorization());
            seen.headers().forEach(one.putArray("headers")::add);
        }
        return json.toString();
    }
}
