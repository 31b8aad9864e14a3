package dev.tollgate.aws.ledger;

import dev.tollgate.core.ledger.LedgerUnavailableException;
import dev.tollgate.core.tenant.TenantSessionUnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;

/// Asks the store again while that can help: after a throttle, a conflict, an error of the store's
/// own, a lost reply. Every write of this package is conditional on its own effect not being there,
/// so asking twice has the effect of once. Thread-safe.
final class Retrying {
    /// No new try begins later than this after the first: a store that does not answer costs this
    /// plus one call's time-out.
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final int MOST_TRIES = 12;
    private static final int MOST_LOST = 3;
    private static final long FIRST_PAUSE_MS = 8;
    private static final long LONGEST_PAUSE_MS = 256;

    private final Clock clock;

    Retrying(Clock clock) {
        this.clock = clock;
    }

    /// [#ask] for what has no answer.
    void run(String seed, Runnable request) {
        ask(
                seed,
                () -> {
                    request.run();
                    return seed;
                });
    }

    /// @param seed spreads the pauses of callers that collide; not a secret
    /// @throws ConditionalCheckFailedException as the store said it
    /// @throws TransactionCanceledException when one of its conditions failed
    /// @throws LedgerUnavailableException when asking again does not help
    <T> T ask(String seed, Supplier<T> request) {
        Instant start = clock.instant();
        int lost = 0;
        for (int tries = 1; ; tries++) {
            try {
                return request.get();
            } catch (SdkException e) {
                if (isRefusal(e)) {
                    throw e;
                }
                lost += e instanceof SdkClientException ? 1 : 0;
                boolean late = Duration.between(start, clock.instant()).compareTo(PATIENCE) > 0;
                if (!isPassing(e) || lost >= MOST_LOST || tries >= MOST_TRIES || late) {
                    throw new LedgerUnavailableException("the ledger's store does not answer", e);
                }
                pause(seed, tries, e);
            } catch (TenantSessionUnavailableException e) {
                // Asked for again by the next question, not by this one: STS has its own patience.
                throw new LedgerUnavailableException("the ledger's store cannot be asked", e);
            }
        }
    }

    /// Whether the store understood and said no.
    private static boolean isRefusal(SdkException e) {
        return switch (e) {
            case ConditionalCheckFailedException _ -> true;
            case TransactionCanceledException cancelled ->
                    cancelled.cancellationReasons().stream()
                            .anyMatch(reason -> "ConditionalCheckFailed".equals(reason.code()));
            case SdkException _ -> false;
        };
    }

    private static boolean isPassing(SdkException e) {
        return switch (e) {
            case TransactionConflictException _ -> true;
            case TransactionCanceledException _ -> true;
            case AwsServiceException answered ->
                    answered.isThrottlingException() || answered.statusCode() >= 500;
            case SdkClientException _ -> true;
            case SdkException other -> other.retryable();
        };
    }

    private static void pause(String seed, int tries, SdkException cause) {
        long ceiling = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << Math.min(tries, 6));
        long spread = Math.floorMod((seed + tries).hashCode() * 2_654_435_761L, ceiling);
        try {
            Thread.sleep(Duration.ofMillis(spread));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new LedgerUnavailableException("interrupted while asking the ledger", cause);
        }
    }
}
