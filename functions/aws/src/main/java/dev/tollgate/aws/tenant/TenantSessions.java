package dev.tollgate.aws.tenant;

import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.core.tenant.TenantSessionUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkException;

/// The sessions of the [#MOST] tenants last served. Thread-safe; does no I/O when made, so that no
/// snapshot holds a session.
///
/// A tenant's first caller asks for its session while the others of the tenant wait. When a session
/// has [#AHEAD] left, or a quarter of what it lasts, one of its users has it renewed in the
/// background, and it goes on being used. Fail mode: closed. While no new session can be had, the
/// old one is used as long as it lasts, and a new one is asked for at most once in [#PAUSE].
final class TenantSessions implements TenantCredentials {
    static final int MOST = 1_000;

    /// How long before its end a session is renewed.
    static final Duration AHEAD = Duration.ofMinutes(15);

    /// A session is not used for its last seconds: a request may take them, and clocks differ.
    static final Duration MARGIN = Duration.ofSeconds(30);

    static final Duration PAUSE = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(TenantSessions.class);

    private final Function<TenantId, TenantSession> source;
    private final Executor background;
    private final Clock clock;
    private final MostRecent<TenantId, Cell> cells;

    /// @param source asks for a new session; throws `SdkException` when there is none
    /// @param background runs renewals
    TenantSessions(Function<TenantId, TenantSession> source, Executor background, Clock clock) {
        this(source, background, clock, MOST);
    }

    /// @param most sessions to keep
    TenantSessions(
            Function<TenantId, TenantSession> source, Executor background, Clock clock, int most) {
        this.source = source;
        this.background = background;
        this.clock = clock;
        this.cells = new MostRecent<>(most, Cell::new);
    }

    @Override
    public AwsCredentialsProvider of(TenantId tenant) {
        return cells.get(tenant).get();
    }

    /// The session of one tenant.
    private final class Cell {
        private final TenantId tenant;
        private final ReentrantLock asking = new ReentrantLock();
        private final AtomicBoolean renewing = new AtomicBoolean();
        private volatile @Nullable Kept last;
        private volatile @Nullable Failure failure;

        Cell(TenantId tenant) {
            this.tenant = tenant;
        }

        AwsCredentialsProvider get() {
            Kept kept = last;
            Instant now = clock.instant();
            if (kept == null || !now.isBefore(kept.usableUntil())) {
                return waitForOne();
            }
            if (!now.isBefore(kept.renewFrom())) {
                renew(kept);
            }
            return kept.credentials();
        }

        private AwsCredentialsProvider waitForOne() {
            asking.lock();
            try {
                Kept kept = last;
                Instant now = clock.instant();
                if (kept != null && now.isBefore(kept.usableUntil())) {
                    return kept.credentials();
                }
                Failure before = failure;
                if (before != null && now.isBefore(before.notBefore())) {
                    throw new TenantSessionUnavailableException(tenant, before.cause());
                }
                return ask().credentials();
            } catch (SdkException e) {
                throw new TenantSessionUnavailableException(tenant, e);
            } finally {
                asking.unlock();
            }
        }

        private void renew(Kept old) {
            Failure before = failure;
            boolean tooSoon = before != null && clock.instant().isBefore(before.notBefore());
            if (!tooSoon && renewing.compareAndSet(false, true)) {
                background.execute(() -> renewNow(old));
            }
        }

        private void renewNow(Kept old) {
            try {
                if (old.equals(last)) {
                    ask();
                }
            } catch (SdkException e) {
                LOG.atWarn()
                        .addKeyValue("tenant", tenant.value())
                        .setCause(e)
                        .log("a tenant's session was not renewed; the old one is used on");
            } finally {
                renewing.set(false);
            }
        }

        private Kept ask() {
            try {
                Kept kept = Kept.of(source.apply(tenant), clock.instant());
                last = kept;
                failure = null;
                return kept;
            } catch (SdkException e) {
                failure = new Failure(e, clock.instant().plus(PAUSE));
                throw e;
            }
        }
    }

    /// A session and the times of its life here.
    private record Kept(
            AwsCredentialsProvider credentials, Instant renewFrom, Instant usableUntil) {
        static Kept of(TenantSession session, Instant now) {
            Duration life = Duration.between(now, session.expires());
            return new Kept(
                    session.credentials(),
                    session.expires().minus(shorter(AHEAD, life.dividedBy(4))),
                    session.expires().minus(shorter(MARGIN, life.dividedBy(10))));
        }

        private static Duration shorter(Duration one, Duration other) {
            return one.compareTo(other) < 0 ? one : other;
        }
    }

    /// Why there was no session, and when it is worth asking again.
    private record Failure(SdkException cause, Instant notBefore) {}
}
