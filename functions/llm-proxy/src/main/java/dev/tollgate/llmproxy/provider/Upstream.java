package dev.tollgate.llmproxy.provider;

import dev.tollgate.core.config.ProviderConfig;
import dev.tollgate.core.config.Target;
import dev.tollgate.core.error.Refused;
import dev.tollgate.core.money.Price;
import dev.tollgate.core.money.UsageKind;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.chat.Members;
import org.jspecify.annotations.Nullable;

/// Where a call goes, and what it costs there.
public record Upstream(ProviderConfig config, Target target, Price price) {
    /// What a request with sound is told where there is no price for it.
    public static final String SOUND_WITHOUT_PRICE =
            "send text, or ask the platform team to set the model's price of audio";

    /// The same, called with another credential.
    ///
    /// @param credential where it is, as [ProviderConfig] has it
    public Upstream with(String credential) {
        return new Upstream(config.withCredential(credential), target, price);
    }

    /// For an upstream that counts sound by itself.
    ///
    /// @throws Refused naming the member whose tokens have no price
    public void requirePrices(Members members) {
        if (members.features().contains(Feature.AUDIO) && !price.says(UsageKind.AUDIO)) {
            throw members.refusal(Feature.AUDIO, SOUND_WITHOUT_PRICE);
        }
    }

    /// The bound on an answer of which the client said how long it may be.
    ///
    /// @param asked tokens, or null for no wish
    public long capped(@Nullable Long asked) {
        return asked == null ? target.maxOutputTokens() : Math.min(asked, target.maxOutputTokens());
    }
}
