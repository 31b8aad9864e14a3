package dev.tollgate.core.config;

import java.util.Map;
import java.util.Optional;

/// The environment, read once. The only place that reads it.
public final class Settings {
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
        return optional(setting)
                .orElseThrow(() ->
                        new IllegalStateException(
                                "the environment variable " + setting.key() + " is not set"));
    }

    public Optional<String> optional(Setting setting) {
        return Optional.ofNullable(values.get(setting.key())).filter(value -> !value.isBlank());
    }

    /// Names only: values may be secrets.
    @Override
    public String toString() {
        return "Settings" + values.keySet();
    }
}
