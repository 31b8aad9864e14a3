package dev.tollgate.llmproxy.provider;

import dev.tollgate.core.config.ProviderKind;
import dev.tollgate.core.money.Offering;
import dev.tollgate.llmproxy.chat.ChatRequest;
import dev.tollgate.llmproxy.chat.Feature;
import dev.tollgate.llmproxy.language.Language;
import dev.tollgate.llmproxy.language.NativeCall;
import java.util.List;
import java.util.Set;

/// An upstream's language: a pure translator without I/O, thread-safe. Refusals leave as
/// `core.error.Refused`, before anything is held or sent. An implementation is [Native],
/// [Translating] or both.
public interface Provider {
    ProviderKind kind();

    /// What it takes calls for.
    default Offering offering() {
        return Offering.MODEL;
    }

    /// Passes on the bytes of clients that speak as its upstream does: edits splice, unknown
    /// members survive.
    interface Native extends Provider {
        /// Whether the upstream's target takes calls of this language as they are.
        boolean speaks(Language language, Upstream upstream);

        /// @param call in a language that it [#speaks]
        Exchange pass(NativeCall call, Upstream upstream);

        /// Wishes that stand in headers of the client's, as it names them, for any of which the
        /// upstream may refuse the whole call: a route may have them left out.
        default List<String> wishes(NativeCall call) {
            return List.of();
        }
    }

    /// Carries over the calls of clients that speak otherwise.
    interface Translating extends Provider {
        /// What it can carry to this upstream; a call with anything else is refused before it gets
        /// here.
        Set<Feature> carries(Upstream upstream);

        /// @param request with features of [#carries] alone
        Exchange translate(ChatRequest request, Upstream upstream);
    }
}
