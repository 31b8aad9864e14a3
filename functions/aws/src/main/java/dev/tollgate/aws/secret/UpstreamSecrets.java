package dev.tollgate.aws.secret;

import dev.tollgate.aws.tenant.MostRecent;
import dev.tollgate.core.config.CredentialReference.Stored;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// The keys of the upstreams last called, [#MOST] at the most. Nothing is read before it is asked
/// for, so that no snapshot holds a key. Thread-safe.
///
/// A key is read anew by one of its users once it is [#FRESH] old, while the others go on with it.
/// While it cannot be read, the old one is used for [#GRACE] and asked for at most once in
/// [#PAUSE]; a rotated key that an upstream no longer takes is read at once ([#renew]).
public final class UpstreamSecrets implements AutoCloseable {
    static final int MOST = 1_000;
    static final Duration FRESH = Duration.ofMinutes(5);
    static final Duration GRACE = Duration.ofHours(1);

    /// Between two questions about one secret that bring nothing new.
    static final Duration PAUSE = Duration.ofSeconds(30);

    private final SecretSource source;
    private final Runnable close;
    private final Clock clock;
    private final MostRecent<Stored, Cell> cells;

    UpstreamSecrets(SecretSource source, Runnable close, Clock clock) {
        this.source = source;
        this.close = close;
        this.clock = clock;
        this.cells = new MostRecent<>(MOST, Cell::new);
    }

    /// AWS's, or, where the settings name a folder, those in its files. Does no I/O.
    public static UpstreamSecrets of(Settings settings, Clock clock) {
        return settings.optional(Setting.SECRETS_FOLDER)
                .map(folder ->
                        new UpstreamSecrets(new SecretFiles(Path.of(folder)), () -> {}, clock))
                .orElseGet(() -> {
                    var aws = AwsSecrets.of(settings);
                    return new UpstreamSecrets(aws, aws::close, clock);
                });
    }

    /// @throws SecretUnavailableException when it cannot be read now, nor could it be for an hour
    /// @throws IllegalStateException when it is not there, or may not be read; the message says
    ///   which
    public String read(Stored reference) {
        return cells.get(reference).get();
    }

    /// For a key that an upstream refused: reads it anew, at most once in 30 seconds.
    ///
    /// @return whether it is another one since then, so that another try is worth it
    public boolean renew(Stored reference) {
        return cells.get(reference).renew();
    }

    @Override
    public void close() {
        close.run();
    }

    /// @param changedAt when the value was first seen in place of another; far back for the first
    private record Kept(String value, Instant readAt, Instant changedAt) {
        @Override
        public String toString() {
            return "Kept[***]";
        }
    }

    /// One secret.
    private final class Cell {
        private final Stored reference;
        private final ReentrantLock asking = new ReentrantLock();
        private volatile @Nullable Kept last;
        private @Nullable RuntimeException failure;
        private Instant notBefore = Instant.MIN;

        Cell(Stored reference) {
            this.reference = reference;
        }

        String get() {
            Kept kept = last;
            if (kept != null && isWithin(kept.readAt(), FRESH)) {
                return kept.value();
            }
            if (kept != null && isWithin(kept.readAt(), GRACE)) {
                return refreshed(kept).value();
            }
            asking.lock();
            try {
                Kept now = last;
                return now != null && isWithin(now.readAt(), FRESH) ? now.value() : ask().value();
            } finally {
                asking.unlock();
            }
        }

        /// The newest there is; asked for by whoever comes first.
        private Kept refreshed(Kept old) {
            if (!asking.tryLock()) {
                return old;
            }
            try {
                return ask();
            } catch (SecretUnavailableException _) {
                return old;
            } finally {
                asking.unlock();
            }
        }

        boolean renew() {
            asking.lock();
            try {
                Kept kept = last;
                if (kept == null || !isWithin(kept.readAt(), PAUSE)) {
                    kept = ask();
                }
                return isWithin(kept.changedAt(), PAUSE);
            } catch (SecretUnavailableException _) {
                return false;
            } finally {
                asking.unlock();
            }
        }

        /// Under the lock. A failure is repeated for a while, without a question.
        private Kept ask() {
            RuntimeException before = failure;
            if (before != null && clock.instant().isBefore(notBefore)) {
                throw before;
            }
            try {
                String value = source.read(reference);
                Kept old = last;
                Instant now = clock.instant();
                Instant changedAt =
                        old == null
                                ? Instant.MIN
                                : old.value().equals(value) ? old.changedAt() : now;
                var kept = new Kept(value, now, changedAt);
                failure = null;
                last = kept;
                return kept;
            } catch (SecretUnavailableException | IllegalStateException e) {
                failure = e;
                notBefore = clock.instant().plus(PAUSE);
                throw e;
            }
        }

        private boolean isWithin(Instant since, Duration age) {
            return since.isAfter(clock.instant().minus(age));
        }
    }
}
