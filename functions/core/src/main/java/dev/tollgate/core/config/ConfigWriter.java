package dev.tollgate.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Applies configuration to the config table: all of a change, or nothing.
public interface ConfigWriter {
    /// Replaces the platform's and the named tenants' configuration in one step. Versions in the
    /// records are ignored; the store counts them.
    ///
    /// @param platform null to leave the platform as it is
    /// @throws ConfigRefusedException when the change does not fit into one step, or somebody else
    ///   changed the configuration at the same time; then nothing was applied
    /// @throws ConfigUnavailableException when the store cannot be asked; then all of it was
    ///   applied or nothing
    void apply(@Nullable PlatformConfig platform, List<TenantConfig> tenants);
}
