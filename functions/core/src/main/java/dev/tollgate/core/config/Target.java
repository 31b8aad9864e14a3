package dev.tollgate.core.config;

import dev.tollgate.core.money.Offering;

/// A provider and the name there of a model, or of a guardrail: `guardrail/<id>`, as in the
/// resource part of its ARN, or `guardrail/<id>:<version>` for one version alone.
///
/// @param maxOutputTokens cap on what one answer may have, and the hold when the client names none;
///   1 or more; of no meaning for a guardrail, which writes none
public record Target(String provider, String model, int maxOutputTokens) {
    /// What a guardrail's name begins with.
    public static final String GUARDRAIL = "guardrail/";

    public Offering offering() {
        return model.startsWith(GUARDRAIL) ? Offering.GUARDRAIL : Offering.MODEL;
    }

    /// The key of its prices, and its name on lines: `<provider>/<model>`. All versions of a
    /// guardrail have one price.
    public String priced() {
        return provider
                + "/"
                + switch (offering()) {
                    case MODEL -> model;
                    case GUARDRAIL -> model.split(":", 2)[0];
                };
    }
}
