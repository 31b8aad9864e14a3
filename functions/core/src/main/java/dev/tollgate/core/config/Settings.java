package dev.tollgate.core.config;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The environment, read once. The only place that reads it.
public final class Settings {
    private static final String UPSTREAM_PREFIX = "TOLLGATE_UPSTREAM_";
    private static final String DEFAULT_TTL = "10";
    private static final int LONGEST_TTL = 300;
    private static final Pattern SECONDS = Pattern.compile("[0-9]{1,3}");

    private final Map<String, String> values;

    private Settings(Map<String, String> values) {
        this.values = Map.copyOf(values);
    }

    /// The process's own environment.
    public static Settings ofEnvironment() {
        return new Settings(System.getenv());
    }

    public static Settings of(Map<String, String> values) {
        return new Settings(values);
    }

    /// @throws IllegalStateException naming the key, when it is missing or blank
    public String required(Setting setting) {
        return optional(setting).orElseThrow(() -> missing(setting.key()));
    }

    public Optional<String> optional(Setting setting) {
        return value(setting.key());
    }

    /// @throws IllegalStateException naming the variable, when it is missing or blank
    public String required(LambdaVariable variable) {
        return optional(variable).orElseThrow(() -> missing(variable.key()));
    }

    public Optional<String> optional(LambdaVariable variable) {
        return value(variable.key());
    }

    private Optional<String> value(String key) {
        return Optional.ofNullable(values.get(key)).filter(value -> !value.isBlank());
    }

    private static IllegalStateException missing(String key) {
        return new IllegalStateException("the environment variable " + key + " is not set");
    }

    /// A secret that configuration names as `env:NAME`. Only names that start with
    /// `TOLLGATE_UPSTREAM_` are looked up, so that configuration cannot send anything else away.
    public Optional<String> upstreamSecret(String name) {
        return name.startsWith(UPSTREAM_PREFIX) ? value(name) : Optional.empty();
    }

    /// How long dynamic configuration may be stale: [Setting#CONFIG_TTL_SECONDS].
    ///
    /// @throws IllegalStateException naming the key, when it is not a whole number of 0 to 300
    public Duration configTtl() {
        String value = optional(Setting.CONFIG_TTL_SECONDS).orElse(DEFAULT_TTL);
        if (!SECONDS.matcher(value).matches() || Integer.parseInt(value) > LONGEST_TTL) {
            throw new IllegalStateException(
                    "the environment variable "
                            + Setting.CONFIG_TTL_SECONDS.key()
                            + " is a whole number of seconds, 0 to "
                            + LONGEST_TTL);
        }
        return Duration.ofSeconds(Integer.parseInt(value));
    }

    /// Whether Lambda starts the process to take a snapshot of it, not to serve at once.
    public boolean startsForSnapshot() {
        return optional(LambdaVariable.INITIALIZATION_TYPE)
                .filter("snap-start"::equals)
                .isPresent();
    }

    /// Names only: values may be secrets.
    @Override
    public String toString() {
        return "Settings" + values.keySet();
    }
}
