package dev.tollgate.llmproxy;

import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import dev.tollgate.core.money.Offering;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.dialect.ClientCall;
import dev.tollgate.llmproxy.language.NativeCall;
import dev.tollgate.llmproxy.provider.Exchange;
import dev.tollgate.llmproxy.provider.Provider;
import dev.tollgate.llmproxy.provider.Upstream;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// All providers, by kind and what they take calls for. Two of the same fail at start.
@Singleton
final class Providers {
    private final Map<Place, Provider> providers = new HashMap<>();

    Providers(List<Provider> all) {
        for (Provider provider : all) {
            var place = new Place(provider.kind(), provider.offering());
            if (providers.put(place, provider) != null) {
                throw new IllegalStateException("two providers of " + place);
            }
        }
    }

    private record Place(ProviderKind kind, Offering offering) {}

    /// A call ready to be sent.
    ///
    /// @param dropped members of the client's document that were left out
    record Fitted(Exchange exchange, List<String> dropped) {}

    /// Prepares the call for its upstream: passed through where both speak the same language, else
    /// translated through the chat model.
    ///
    /// @param droppable members that may be left out where they cannot be carried over, and wishes
    ///   beside the body
    /// @throws Refused for what cannot be carried over, by name
    Fitted fit(ClientCall call, Upstream upstream, Set<String> droppable) {
        Provider provider =
                providers.get(new Place(upstream.config().kind(), upstream.target().offering()));
        NativeCall content = call.content();
        if (provider instanceof Provider.Native own && own.speaks(content.language(), upstream)) {
            List<String> left = own.wishes(content).stream().filter(droppable::contains).toList();
            return new Fitted(own.pass(content.withoutListed(left), upstream), left);
        }
        if (provider instanceof Provider.Translating other) {
            return translated(other, call, upstream, droppable);
        }
        throw new Refused(
                new GatewayError.NotSupportedByTarget(
                        "what stands behind the model alias "
                                + content.alias()
                                + " does not speak "
                                + content.language().word()
                                + "; use an alias that does"));
    }

    private static Fitted translated(
            Provider.Translating other, ClientCall call, Upstream upstream, Set<String> droppable) {
        var left = new HashSet<>(droppable);
        var dropped = new ArrayList<String>();
        ClientCall rest = call;
        while (true) {
            try {
                ChatRequest chat = rest.chat();
                chat.members().requireOnly(other.carries(upstream));
                return new Fitted(other.translate(chat, upstream), dropped);
            } catch (Refused refusal) {
                String culprit = culprit(left, refusal.error());
                left.remove(culprit);
                dropped.add(culprit);
                rest = rest.without(culprit);
            }
        }
    }

    /// The member of the document's top level that the refusal is about.
    ///
    /// @throws Refused with the same error when it may not be left out
    private static String culprit(Set<String> droppable, GatewayError error) {
        return error.member()
                .map(path -> path.split("[.\\[]", 2)[0])
                .filter(droppable::contains)
                .filter(_ -> error instanceof GatewayError.NotSupportedByTarget)
                .orElseThrow(() -> new Refused(error));
    }
}
