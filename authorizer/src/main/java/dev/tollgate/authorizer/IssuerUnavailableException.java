package dev.tollgate.authorizer;

/// An issuer's key set could not be had, and there is no earlier one: whether the token is good
/// cannot be said.
final class IssuerUnavailableException extends RuntimeException {
    IssuerUnavailableException(String issuer, Throwable cause) {
        super("the key set of " + issuer + " could not be had", cause);
    }
}
