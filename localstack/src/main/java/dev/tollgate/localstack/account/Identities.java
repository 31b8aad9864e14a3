package dev.tollgate.localstack.account;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Who may sign requests in a local stack, by access key id. Those whose credentials ended are
/// forgotten when the next one comes. Thread-safe.
public final class Identities {
    private final Clock clock;
    private final Map<String, Identity> known = new ConcurrentHashMap<>();

    public Identities(Clock clock) {
        this.clock = clock;
    }

    public void add(Identity identity) {
        known.values().removeIf(old -> old.expires().isBefore(clock.instant()));
        known.put(identity.credential().accessKeyId(), identity);
    }

    Optional<Identity> find(String accessKeyId) {
        return Optional.ofNullable(known.get(accessKeyId));
    }
}
