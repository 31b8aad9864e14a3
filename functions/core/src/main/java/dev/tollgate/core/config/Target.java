package dev.tollgate.core.config;

/// A provider and the model's name there.
///
/// @param maxOutputTokens cap on what one answer may have, and the hold when the client names none;
///   1 or more
public record Target(String provider, String model, int maxOutputTokens) {
    /// The key of its prices, and its name on lines: `<provider>/<model>`.
    public String priced() {
        return provider + "/" + model;
    }
}
