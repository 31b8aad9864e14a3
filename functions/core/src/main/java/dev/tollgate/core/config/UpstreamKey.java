package dev.tollgate.core.config;

/// A tenant's own key at a provider, in place of the provider's.
///
/// @param credential names it, see [CredentialReference.Stored]
/// @param sharedAllowed whether the provider's own credential serves while this one cannot be read
public record UpstreamKey(String credential, boolean sharedAllowed) {}
