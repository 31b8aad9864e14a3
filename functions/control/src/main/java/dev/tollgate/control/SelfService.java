package dev.tollgate.control;

import dev.tollgate.core.principal.Principal;
import dev.tollgate.runtime.ErrorAnswer;
import dev.tollgate.runtime.ProxyRequest;

/// Something that a caller may ask about itself. Whose it is is said by the authorizer alone.
/// Thread-safe. A new one is a `@Singleton` and its path in the contract.
public interface SelfService {
    /// The route it answers, as the API has it.
    String resource();

    /// @throws dev.tollgate.core.config.ConfigUnavailableException when the store cannot be asked
    /// @throws dev.tollgate.core.ledger.LedgerUnavailableException when the store cannot be asked
    Reply reply(Principal principal, ProxyRequest request);

    /// What the caller gets.
    sealed interface Reply {
        /// @param json the body of a 200
        @SuppressWarnings("ArrayRecordComponent") // passed on, never changed or compared
        record Found(byte[] json) implements Reply {}

        record Not(ErrorAnswer answer) implements Reply {}
    }

    /// The refusal of a caller who may not ask this.
    static Reply.Not forbidden(String message) {
        return new Reply.Not(
                new ErrorAnswer(
                        403, "AccessDeniedException", "permission_error", "forbidden", message));
    }
}
