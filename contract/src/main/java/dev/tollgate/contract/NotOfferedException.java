package dev.tollgate.contract;

/// A target was not given what a check needs of it.
final class NotOfferedException extends RuntimeException {
    /// @param message what is missing, and how to give it
    NotOfferedException(String message) {
        super(message);
    }
}
