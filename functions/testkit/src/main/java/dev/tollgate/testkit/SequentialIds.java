package dev.tollgate.testkit;

import dev.tollgate.core.call.IdSource;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/// Ids that count up from 1: `000…01`. Thread-safe.
public final class SequentialIds implements IdSource {
    private final AtomicLong last = new AtomicLong();

    @Override
    public String next() {
        return String.format(Locale.ROOT, "%026d", last.incrementAndGet());
    }
}
