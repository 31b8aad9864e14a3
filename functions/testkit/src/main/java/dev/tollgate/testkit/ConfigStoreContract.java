package dev.tollgate.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.tollgate.core.config.ConfigHead;
import dev.tollgate.core.config.ConfigRefusedException;
import dev.tollgate.core.config.ConfigRegister;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What every config table keeps to. Each test begins with an empty one.
public abstract class ConfigStoreContract {
    private static final int RACERS = 8;

    private final RecordSampler sampler = new RecordSampler(20_261_122);

    /// Reads the table, without a cache.
    protected abstract ConfigStore store();

    /// Writes the same table.
    protected abstract ConfigRegister register();

    @Test
    void read_beforeTheFirstChange_isEmpty() {
        assertEquals(PlatformConfig.EMPTY, store().platform());
        assertEquals(Optional.empty(), store().tenant(Fixtures.ACME));
        assertEquals(ConfigHead.NONE, register().head());
    }

    @Test
    void apply_platformAndTenants_areReadBack() {
        PlatformConfig platform = sampler.next(PlatformConfig.class);
        TenantConfig tenant = sampler.next(TenantConfig.class);
        register().apply(platform, List.of(tenant, Fixtures.tenant(Fixtures.GLOBEX)));

        assertEquals(platform.withVersion(1), store().platform());
        assertEquals(Optional.of(tenant.withVersion(1)), store().tenant(tenant.tenant()));
        assertEquals(
                new ConfigHead(1, Set.of(tenant.tenant(), Fixtures.GLOBEX)), register().head());
    }

    @Test
    void apply_again_countsOnlyWhatWasWritten() {
        PlatformConfig platform = sampler.next(PlatformConfig.class);
        register().apply(platform, List.of(Fixtures.tenant(Fixtures.ACME)));
        register().apply(null, List.of(Fixtures.tenant(Fixtures.GLOBEX)));
        register().apply(null, List.of(Fixtures.tenant(Fixtures.ACME)));

        assertEquals(1, store().platform().version());
        assertEquals(2, store().tenant(Fixtures.ACME).orElseThrow().version());
        assertEquals(1, store().tenant(Fixtures.GLOBEX).orElseThrow().version());
        assertEquals(new ConfigHead(3, Set.of(Fixtures.ACME, Fixtures.GLOBEX)), register().head());
    }

    @Test
    void apply_nothing_changesNothing() {
        register().apply(null, List.of());

        assertEquals(ConfigHead.NONE, register().head());
    }

    @Test
    void apply_onAnOldBasis_isRefusedAndChangesNothing() {
        ConfigHead basis = register().head();
        register().apply(basis, null, List.of(Fixtures.tenant(Fixtures.ACME)));
        PlatformConfig platform = sampler.next(PlatformConfig.class);

        assertThrows(
                ConfigRefusedException.class,
                () -> register().apply(basis, platform, List.of(Fixtures.tenant(Fixtures.GLOBEX))));

        assertEquals(PlatformConfig.EMPTY, store().platform());
        assertEquals(Optional.empty(), store().tenant(Fixtures.GLOBEX));
        assertEquals(new ConfigHead(1, Set.of(Fixtures.ACME)), register().head());
    }

    @Test
    void apply_racingFromOneBasis_letsOneThrough() throws Exception {
        ConfigHead basis = register().head();
        List<Callable<TenantId>> racers =
                IntStream.range(0, RACERS)
                        .<Callable<TenantId>>mapToObj(i ->
                                () -> {
                                    TenantId tenant = new TenantId("racer-" + i);
                                    register().apply(basis, null, List.of(Fixtures.tenant(tenant)));
                                    return tenant;
                                })
                        .toList();
        var winners = new ArrayList<TenantId>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<TenantId> racer : threads.invokeAll(racers)) {
                try {
                    winners.add(racer.get());
                } catch (ExecutionException e) {
                    assertTrue(e.getCause() instanceof ConfigRefusedException, e::toString);
                }
            }
        }

        assertEquals(1, winners.size());
        assertEquals(new ConfigHead(1, Set.copyOf(winners)), register().head());
    }
}
