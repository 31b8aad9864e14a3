package dev.tollgate.llmproxy;

import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.dialect.ClientCall;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.llmproxy.provider.Exchange;
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
    /// @throws Refused for what cannot be carried over, by name
    Exchange exchange(ClientCall call, Upstream upstream) {
        Provider provider = providers.get(upstream.config().kind());
        NativeCall content = call.content();
        if (provider instanceof Provider.Native own && own.speaks(content.language(), upstream)) {
            return own.pass(content, upstream);
        }
        if (provider instanceof Provider.Translating other) {
            ChatRequest chat = call.chat();
            chat.members().requireOnly(other.carries(upstream));
            return other.translate(chat, upstream);
        }
        throw new Refused(
                new GatewayError.NotSupportedByTarget(
                        "what stands behind the model alias "
                                + content.alias()
                                + " does not speak "
                                + content.language().word()
                                + "; use an alias that does"));
    }
}
