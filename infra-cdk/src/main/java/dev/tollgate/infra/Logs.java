package dev.tollgate.infra;

import java.util.Optional;
import software.amazon.awscdk.services.kms.Key;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/// A log group as a stage keeps it.
final class Logs {
    private Logs() {}

    static LogGroup group(Construct scope, String id, StageName stage, Optional<Key> key) {
        var group =
                LogGroup.Builder.create(scope, id)
                        .retention(stage.logs())
                        .removalPolicy(stage.removal());
        key.ifPresent(group::encryptionKey);
        return group.build();
    }
}
