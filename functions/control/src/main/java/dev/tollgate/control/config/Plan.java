package dev.tollgate.control.config;

import dev.tollgate.core.config.ConfigHead;
import dev.tollgate.core.config.PlatformConfig;
import dev.tollgate.core.config.TenantConfig;
import dev.tollgate.core.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a configuration directory would change, or why it cannot.
public sealed interface Plan {
    /// The plan as lines for people.
    List<String> lines();

    /// Nothing can be applied before these are mended.
    ///
    /// @param mistakes at least one, by file and line
    record Mistakes(List<Mistake> mistakes) implements Plan {
        public Mistakes {
            mistakes = List.copyOf(mistakes);
        }

        @Override
        public List<String> lines() {
            return mistakes.stream().map(Mistake::toString).toList();
        }
    }

    /// What would change; perhaps nothing.
    ///
    /// @param basis where the configuration stood when the plan was made
    /// @param platform null when it stays as it is
    /// @param tenants only those that change
    /// @param changes field by field
    /// @param absent tenants that stand in the table and have no file: they stay as they are
    record Changes(
            ConfigHead basis,
            @Nullable PlatformConfig platform,
            List<TenantConfig> tenants,
            List<Change> changes,
            List<TenantId> absent)
            implements Plan {
        public Changes {
            tenants = List.copyOf(tenants);
            changes = List.copyOf(changes);
            absent = List.copyOf(absent);
        }

        public boolean isEmpty() {
            return platform == null && tenants.isEmpty();
        }

        @Override
        public List<String> lines() {
            var lines = new ArrayList<String>();
            changes.forEach(change -> lines.add(change.toString()));
            absent.forEach(
                    tenant -> lines.add("tenant " + tenant + ": has no file, stays as it is"));
            if (isEmpty()) {
                lines.add("nothing to change");
            }
            return lines;
        }
    }
}
