package dev.tollgate.localstack.cli;

import dev.tollgate.core.config.ConfigRefusedException;
import dev.tollgate.core.config.ConfigUnavailableException;
import dev.tollgate.core.ledger.LedgerUnavailableException;
import dev.tollgate.core.principal.KeyStoreUnavailableException;
import dev.tollgate.localstack.stack.StackException;
import dev.tollgate.localstack.stage.AwsRefusal;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;

/// What went wrong, in the words of whoever knows: nothing of it is a defect of ours.
final class Explained {
    private Explained() {}

    /// @return empty for what nobody foresaw
    static Optional<String> line(@Nullable Throwable failure) {
        return switch (failure) {
            case StackException e -> Optional.of(message(e));
            case ConfigRefusedException e -> Optional.of(message(e));
            case ConfigUnavailableException e -> Optional.of(withCause(e));
            case KeyStoreUnavailableException e -> Optional.of(withCause(e));
            case LedgerUnavailableException e -> Optional.of(withCause(e));
            case SdkException e -> Optional.of(AwsRefusal.line(e));
            case null, default -> Optional.empty();
        };
    }

    private static String withCause(RuntimeException failure) {
        return line(failure.getCause())
                .map(cause -> message(failure) + ": " + cause)
                .orElseGet(() -> message(failure));
    }

    private static String message(RuntimeException failure) {
        return String.valueOf(failure.getMessage());
    }
}
