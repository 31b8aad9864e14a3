package dev.tollgate.authorizer;

import dev.tollgate.core.principal.Principal;

/// What the authorizer found out about a credential. What could not be found out, because a store
/// or an issuer did not answer, is an exception.
sealed interface Verdict {
    /// Good; the principal has every right that is left to it.
    record Known(Principal principal) implements Verdict {}

    /// Not a valid credential: 401.
    ///
    /// @param why for the log, never for the caller; holds nothing of the credential
    record Unknown(String why) implements Verdict {}

    /// Understood, and of no use here: 403.
    ///
    /// @param reason for the caller: a sentence that says what to do, without quotes, backslashes
    ///   and control characters, since the gateway's template does not escape it
    record Barred(String reason) implements Verdict {}
}
