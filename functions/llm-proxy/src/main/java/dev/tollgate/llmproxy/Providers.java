package dev.tollgate.llmproxy;

import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.llmproxy.bedrock.ConverseChat;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.NativeCall;
import dev.tollgate.llmproxy.provider.Provider;
import dev.tollgate.llmproxy.provider.Upstream;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// All providers, by kind. Two of one kind fail at start.
@Singleton
final class Providers {
    private final Map<ProviderKind, Provider> providers = new EnumMap<>(ProviderKind.class);

    Providers(List<Provider> all) {
        for (Provider provider : all) {
            if (providers.put(provider.kind(), provider) != null) {
                throw new IllegalStateException("two providers of kind " + provider.kind());
            }
        }
    }

    /// Prepares the call for its upstream: passed through where both speak the same language, else
    /// translated through the chat model.
    ///
    /// @throws dev.tollgate.core.error.Refused for what cannot be carried over, by name
    Exchange exchange(NativeCall call, Upstream upstream) {
        return switch (providers.get(upstream.config().kind())) {
            case null -> throw new IllegalStateException("no provider " + upstream.config().kind());
            case Provider.SameLanguage provider -> provider.exchange(call, upstream);
            case Provider.OtherLanguage provider ->
                    provider.exchange(ConverseChat.read(call), upstream);
        };
    }
}
