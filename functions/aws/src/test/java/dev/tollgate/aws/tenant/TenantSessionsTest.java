package dev.tollgate.aws.tenant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.core.tenant.TenantSessionUnavailableException;
import dev.tollgate.testkit.Fixtures;
import dev.tollgate.testkit.MutableClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

@NullMarked
final class TenantSessionsTest {
    private static final Duration LASTS = Duration.ofHours(1);
    private static final Duration UNTIL_RENEWAL = LASTS.minus(TenantSessions.AHEAD);
    private static final Duration UNTIL_USELESS = LASTS.minus(TenantSessions.MARGIN);

    private final MutableClock clock = new MutableClock(Fixtures.NOW);
    private final Queue<Runnable> renewals = new ArrayDeque<>();
    private final Map<TenantId, Integer> asked = new ConcurrentHashMap<>();
    private volatile boolean down;

    private final TenantSessions sessions = new TenantSessions(this::ask, this::later, clock);

    private TenantSession ask(TenantId tenant) {
        int number = asked.merge(tenant, 1, Integer::sum);
        if (down) {
            throw SdkClientException.create("no STS here");
        }
        var credentials = AwsSessionCredentials.create(tenant + "-" + number, "secret", "token");
        return new TenantSession(
                StaticCredentialsProvider.create(credentials), clock.instant().plus(LASTS));
    }

    private synchronized void later(Runnable renewal) {
        renewals.add(renewal);
    }

    private void renew() {
        for (Runnable next = renewals.poll(); next != null; next = renewals.poll()) {
            next.run();
        }
    }

    private String key(TenantId tenant) {
        return sessions.of(tenant).resolveCredentials().accessKeyId();
    }

    private int askedFor(TenantId tenant) {
        return asked.getOrDefault(tenant, 0);
    }

    @Test
    void new_asksForNothing() {
        assertEquals(Map.of(), asked);
    }

    @Test
    void of_twoTenants_neverMixesThem() {
        assertEquals("acme-1", key(Fixtures.ACME));
        assertEquals("globex-1", key(Fixtures.GLOBEX));
        assertEquals("acme-1", key(Fixtures.ACME));
    }

    @Test
    void of_twoHundredCallersOfTwentyTenants_asksOnceForEachTenantAndPeriod()
            throws InterruptedException, ExecutionException {
        List<TenantId> tenants =
                IntStream.range(0, 20).mapToObj(i -> new TenantId("tenant-" + i)).toList();
        var expected = new HashMap<TenantId, Integer>();
        for (int period = 1; period <= 3; period++) {
            int periods = period;
            callAtOnce(tenants, 200);
            assertEquals(period == 1 ? 0 : 20, renewals.size(), "one renewal a tenant");
            renew();
            tenants.forEach(tenant -> expected.put(tenant, periods));
            assertEquals(expected, asked);
            callAtOnce(tenants, 200);
            assertEquals(expected, asked);
            clock.advance(UNTIL_RENEWAL);
        }
    }

    private void callAtOnce(List<TenantId> tenants, int callers)
            throws InterruptedException, ExecutionException {
        var go = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> calls =
                    IntStream.range(0, callers)
                            .mapToObj(i ->
                                    threads.submit(() -> {
                                        go.await();
                                        return key(tenants.get(i % tenants.size()));
                                    }))
                            .toList();
            go.countDown();
            for (int i = 0; i < callers; i++) {
                String tenant = tenants.get(i % tenants.size()).value();
                String key = calls.get(i).get();
                assertEquals(tenant, key.substring(0, key.lastIndexOf('-')));
            }
        }
    }

    @Test
    void of_sessionNearItsEnd_isUsedOnAndRenewedBehind() {
        String first = key(Fixtures.ACME);
        clock.advance(UNTIL_RENEWAL);
        assertEquals(first, key(Fixtures.ACME));
        assertEquals(1, askedFor(Fixtures.ACME), "nobody waited for STS");
        renew();
        assertNotEquals(first, key(Fixtures.ACME));
        assertEquals(0, renewals.size());
    }

    @Test
    void of_oneInstantBeforeRenewal_leavesItAlone() {
        key(Fixtures.ACME);
        clock.advance(UNTIL_RENEWAL.minusMillis(1));
        key(Fixtures.ACME);
        assertEquals(0, renewals.size());
    }

    @Test
    void of_firstCallWhileStsIsDown_isUnavailableAndIsNotAskedAtOnceAgain() {
        down = true;
        var failure =
                assertThrows(
                        TenantSessionUnavailableException.class, () -> sessions.of(Fixtures.ACME));
        assertEquals("no session of tenant acme", failure.getMessage());
        assertThrows(TenantSessionUnavailableException.class, () -> sessions.of(Fixtures.ACME));
        assertEquals(1, askedFor(Fixtures.ACME));
        clock.advance(TenantSessions.PAUSE);
        down = false;
        assertEquals("acme-2", key(Fixtures.ACME));
    }

    @Test
    void of_renewalsFail_usesTheOldWhileItLastsThenIsUnavailableThenRecovers() {
        String first = key(Fixtures.ACME);
        down = true;
        clock.advance(UNTIL_RENEWAL);
        for (int second = 0; second < 3; second++) {
            assertEquals(first, key(Fixtures.ACME));
            assertEquals(first, key(Fixtures.ACME));
            renew();
            clock.advance(TenantSessions.PAUSE);
        }
        assertEquals(1 + 3, askedFor(Fixtures.ACME), "once in a pause");
        clock.advance(UNTIL_USELESS.minus(UNTIL_RENEWAL).minusSeconds(3).minusMillis(1));
        assertEquals(first, key(Fixtures.ACME));
        renew();
        clock.advance(TenantSessions.PAUSE);
        assertThrows(TenantSessionUnavailableException.class, () -> sessions.of(Fixtures.ACME));
        clock.advance(TenantSessions.PAUSE);
        down = false;
        assertNotEquals(first, key(Fixtures.ACME));
    }

    @Test
    void of_moreTenantsThanThereIsRoomFor_forgetsTheOneNotUsedTheLongest() {
        var two = new TenantSessions(this::ask, this::later, clock, 2);
        var acme = two.of(Fixtures.ACME);
        two.of(Fixtures.GLOBEX);
        assertSame(acme, two.of(Fixtures.ACME));
        two.of(new TenantId("third"));
        assertSame(acme, two.of(Fixtures.ACME));
        assertEquals(1, askedFor(Fixtures.GLOBEX));
        two.of(Fixtures.GLOBEX);
        assertEquals(2, askedFor(Fixtures.GLOBEX), "it had been forgotten");
        assertEquals(1, askedFor(Fixtures.ACME));
    }

    @Test
    void toString_ofASession_hidesItsCredentials() {
        assertFalse(ask(Fixtures.ACME).toString().contains("secret"));
    }
}
