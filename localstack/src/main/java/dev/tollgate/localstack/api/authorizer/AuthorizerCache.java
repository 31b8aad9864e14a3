package dev.tollgate.localstack.api.authorizer;

import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Answers of authorizers, by the authorizer and the values of its identity sources, for as long as
/// it allows. Only what was answered is kept, never what it came to: a policy is held against each
/// request anew. Thread-safe; the oldest go when it is full.
final class AuthorizerCache {
    private static final int CAPACITY = 10_000;

    private final Clock clock;
    private final Map<Key, Entry> entries = new LinkedHashMap<>();

    AuthorizerCache(Clock clock) {
        this.clock = clock;
    }

    record Key(String authorizer, List<String> identity) {
        Key {
            identity = List.copyOf(identity);
        }
    }

    private record Entry(AuthorizerAnswer answer, Instant expiresAt) {}

    synchronized Optional<AuthorizerAnswer> find(Key key) {
        Entry entry = entries.get(key);
        if (entry == null) {
            return Optional.empty();
        }
        if (!clock.instant().isBefore(entry.expiresAt())) {
            entries.remove(key);
            return Optional.empty();
        }
        return Optional.of(entry.answer());
    }

    synchronized void put(Key key, AuthorizerAnswer answer, Instant expiresAt) {
        entries.remove(key);
        if (entries.size() == CAPACITY) {
            entries.remove(entries.keySet().iterator().next());
        }
        entries.put(key, new Entry(answer, expiresAt));
    }

    synchronized void flush() {
        entries.clear();
    }
}
