package dev.tollgate.core.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A [ConfigWriter] that knows where the configuration stands, so that a change that was read and
/// approved is applied to what it was made for, or not at all. Thread-safe.
public interface ConfigRegister extends ConfigWriter {
    /// Where the configuration stands now, never stale.
    ///
    /// @throws ConfigUnavailableException when the store cannot be asked
    ConfigHead head();

    /// As [ConfigWriter#apply], if the configuration still stands at `basis`.
    ///
    /// @throws ConfigRefusedException when it does not, or the change is too large for one step;
    ///   then nothing was applied
    /// @throws ConfigUnavailableException when the store cannot be asked; then all of it was
    ///   applied or nothing, and [#head] tells which
    void apply(ConfigHead basis, @Nullable PlatformConfig platform, List<TenantConfig> tenants);

    @Override
    default void apply(@Nullable PlatformConfig platform, List<TenantConfig> tenants) {
        apply(head(), platform, tenants);
    }
}
