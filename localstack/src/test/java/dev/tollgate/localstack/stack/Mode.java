package dev.tollgate.localstack.stack;

import dev.tollgate.contract.errors.ErrorCase;
import dev.tollgate.contract.errors.ErrorCase.Client;
import dev.tollgate.contract.errors.ErrorCases;
import java.util.List;

/// Where a stack runs its functions: what is accepted must hold in both.
enum Mode {
    /// In the stack's own JVM, concurrently.
    IN_PROCESS,
    /// In processes of their own, through the Runtime API, as Lambda does.
    ISOLATED;

    /// What a client runs of the cases of errors.
    List<ErrorCase> cases(ErrorCases all, Client client) {
        return switch (this) {
            case IN_PROCESS -> all.of(client);
            case ISOLATED -> all.ofIsolated(client);
        };
    }
}
