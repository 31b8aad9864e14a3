package dev.tollgate.core.ledger;

/// The ledger's store could not be asked, or did not answer in time.
public final class LedgerUnavailableException extends RuntimeException {
    public LedgerUnavailableException(String message, Throwable cause) {
        super(message, cause);
    }
}
