package dev.tollgate.control.config;

import dev.tollgate.core.config.ConfigHead;
import dev.tollgate.core.config.ConfigRegister;
import dev.tollgate.core.config.ConfigStore;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.tenant.TenantId;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The one way by which configuration gets into the config table: reads a directory, checks all of
/// it, says what would change, and applies that as a whole or not at all. Thread-safe.
///
/// A tenant without a file stays as it is: a lost file shall not take a tenant's service away. The
/// plan names it.
public final class ConfigImporter {
    private final ConfigStore store;
    private final ConfigRegister register;
    private final Clock clock;
    private final Presets presets = Presets.load();
    private final ConfigDirectory directory = new ConfigDirectory(presets);

    /// @param store what stands, without a cache
    public ConfigImporter(ConfigStore store, ConfigRegister register, Clock clock) {
        this.store = store;
        this.register = register;
        this.clock = clock;
    }

    /// Checks the directory and compares it with what stands. Changes nothing.
    ///
    /// @param variables values for `${TOLLGATE_…}` in the files; names of this kind only
    /// @throws IllegalArgumentException for another kind of name
    /// @throws java.io.UncheckedIOException when a file cannot be read
    /// @throws dev.tollgate.core.config.ConfigUnavailableException when the table cannot be asked
    public Plan plan(Path directory, Map<String, String> variables) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var contents = this.directory.read(directory, new Variables(variables), today);
        if (!contents.mistakes().isEmpty()) {
            return new Plan.Mistakes(contents.mistakes());
        }
        PlatformConfig platform =
                RecordReader.platform(contents.platform().orElseThrow().tree(), presets);
        List<TenantConfig> tenants =
                contents.tenants().values().stream()
                        .map(source -> RecordReader.tenant(source.tree()))
                        .toList();
        return compare(platform, tenants);
    }

    private Plan.Changes compare(PlatformConfig platform, List<TenantConfig> tenants) {
        // The head first: what changes while the rest is read makes the plan void.
        ConfigHead head = register.head();
        var changes = new ArrayList<Change>();
        PlatformConfig before = store.platform();
        boolean platformChanges = !platform.equals(before.withVersion(platform.version()));
        if (platformChanges) {
            changes.addAll(told(ConfigDiff.of(before, platform), "platform"));
        }
        var changedTenants = new ArrayList<TenantConfig>();
        var absent = new TreeSet<>(Comparator.comparing(TenantId::value));
        absent.addAll(head.tenants());
        for (TenantConfig tenant : tenants) {
            absent.remove(tenant.tenant());
            TenantConfig old = store.tenant(tenant.tenant()).orElse(null);
            if (old == null || !tenant.equals(old.withVersion(tenant.version()))) {
                changes.addAll(told(ConfigDiff.of(old, tenant), "tenant " + tenant.tenant()));
                changedTenants.add(tenant);
            }
        }
        return new Plan.Changes(
                head,
                platformChanges ? platform : null,
                changedTenants,
                changes,
                List.copyOf(absent));
    }

    /// What is equal field by field can still differ in the order of its lists.
    private static List<Change> told(List<Change> changes, String whose) {
        return changes.isEmpty()
                ? List.of(new Change(whose, "", "as it is", "the same in another order"))
                : changes;
    }

    /// Applies what was planned; nothing when nothing changes.
    ///
    /// @throws dev.tollgate.core.config.ConfigRefusedException when the configuration has changed
    ///   since the plan was made, or the plan is too large for one step; nothing was applied
    /// @throws dev.tollgate.core.config.ConfigUnavailableException when the table cannot be asked;
    ///   all was applied or nothing, and a new plan tells which
    public void apply(Plan.Changes plan) {
        if (!plan.isEmpty()) {
            register.apply(plan.basis(), plan.platform(), plan.tenants());
        }
    }
}
