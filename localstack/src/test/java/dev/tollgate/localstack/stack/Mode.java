package dev.tollgate.localstack.stack;

import dev.tollgate.contract.errors.ErrorCase.Client;

/// Where a stack runs its functions: what is accepted must hold in both.
enum Mode {
    /// In the stack's own JVM, concurrently.
    IN_PROCESS,
    /// In processes of their own, through the Runtime API, as Lambda does.
    ISOLATED;

    /// Whether a client runs the cases of errors. What it makes of an error does not depend on
    /// where functions run, so that isolated only two do: one that is ours, and one that is not.
    boolean runs(Client client) {
        return switch (this) {
            case IN_PROCESS -> true;
            case ISOLATED -> client == Client.RAW || client == Client.BOTO3;
        };
    }
}
