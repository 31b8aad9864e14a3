package dev.tollgate.aws.ledger;

import dev.tollgate.core.ledger.HoldRequest;
import dev.tollgate.core.ledger.Limit;
import dev.tollgate.core.ledger.LimitState;
import dev.tollgate.core.ledger.Remaining;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// A reading of a tenant's budget item.
///
/// @param used settled + held, by counter attribute
/// @param markers holds in flight
record BudgetItem(Map<String, Long> used, Map<CallKey, Marker> markers) {
    BudgetItem {
        used = Map.copyOf(used);
        markers = Map.copyOf(markers);
    }

    static BudgetItem of(Map<String, AttributeValue> item) {
        var used = new HashMap<String, Long>();
        var markers = new HashMap<CallKey, Marker>();
        item.forEach((name, value) -> {
            if (name.startsWith(Counter.PREFIX)) {
                used.put(name, Long.parseLong(value.n()));
            } else if (name.startsWith(CallKey.MARKER)) {
                markers.put(
                        new CallKey(name.substring(CallKey.MARKER.length())),
                        Marker.decode(value.b().asByteArray()));
            }
        });
        return new BudgetItem(used, markers);
    }

    /// Where the limit stands in the period of the moment.
    LimitState state(Limit limit, ZoneId zone, Instant at) {
        String attribute = Counter.of(limit).attribute(at, zone.getRules().getOffset(at));
        long held =
                markers.values().stream()
                        .mapToLong(marker -> marker.held().getOrDefault(attribute, 0L))
                        .sum();
        return new LimitState(
                limit,
                used.getOrDefault(attribute, 0L) - held,
                held,
                limit.window().at(at, zone).end());
    }

    /// What each of the request's limits leaves in the period of its moment.
    List<Remaining> remaining(HoldRequest request) {
        ZoneOffset offset = request.zone().getRules().getOffset(request.at());
        return request.limits().stream()
                .map(limit -> {
                    String attribute = Counter.of(limit).attribute(request.at(), offset);
                    return new Remaining(
                            limit,
                            limit.amount() - used.getOrDefault(attribute, 0L),
                            limit.window().at(request.at(), request.zone()).end());
                })
                .toList();
    }

    /// Holds whose lease has run out.
    ///
    /// @param most 1 or more
    List<Entry<CallKey, Marker>> expired(Instant now, int most) {
        return markers.entrySet().stream()
                .filter(entry -> entry.getValue().hasExpired(now))
                .limit(most)
                .toList();
    }

    /// Counters that nobody can need any more.
    List<String> stale(Instant now) {
        return used.keySet().stream().filter(name -> Counter.isStale(name, now)).toList();
    }
}
