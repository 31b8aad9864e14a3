package dev.tollgate.core.call;

import java.util.List;

/// Why an attempt was made and what it ended with: codes and names of configuration, never words of
/// a prompt or of an upstream.
///
/// @param configVersion of the tenant's configuration that held the route; 0 where nobody knows
/// @param reason why this target
/// @param passedOver targets that were not asked since the attempt before, each as
///   `<provider>/<model>: <error code>`, or with `when.<condition>` where the call is not one that
///   the target is for
/// @param dropped members of the client's document that were left out for this target
/// @param failure the error's code, and behind a blank the class of failure if it has one; empty
///   for an attempt that answered
/// @param keyOwner whose key the provider was shown
public record Decision(
        long configVersion,
        Reason reason,
        List<String> passedOver,
        List<String> dropped,
        String failure,
        KeyOwner keyOwner) {
    /// Of an attempt of which only the charge is known.
    public static final Decision UNKNOWN = new Decision(0, Reason.FIRST, List.of(), List.of(), "");

    /// With the provider's own key.
    public Decision(
            long configVersion,
            Reason reason,
            List<String> passedOver,
            List<String> dropped,
            String failure) {
        this(configVersion, reason, passedOver, dropped, failure, KeyOwner.SHARED);
    }

    public Decision {
        passedOver = List.copyOf(passedOver);
        dropped = List.copyOf(dropped);
    }

    /// Whose key a provider is shown.
    public enum KeyOwner {
        /// The platform's, or none where the provider wants none.
        SHARED,
        /// The tenant's own.
        TENANT
    }

    /// Why a target was asked.
    public enum Reason {
        /// It stood first of those that are for this call.
        FIRST,
        /// The same target once more.
        RETRY,
        /// Those before it failed or could not take the call.
        FALLBACK
    }
}
