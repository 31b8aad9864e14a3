package dev.tollgate.infra;

import java.util.Arrays;
import java.util.Locale;
import software.amazon.awscdk.RemovalPolicy;
import software.amazon.awscdk.services.logs.RetentionDays;

/// The stages, and what is kept in each when somebody takes it away.
enum StageName {
    /// Costs next to nothing while nobody calls, and leaves nothing behind.
    DEV(RetentionDays.ONE_WEEK),
    PREPROD(RetentionDays.ONE_MONTH),
    PROD(RetentionDays.ONE_YEAR);

    private final RetentionDays logs;

    StageName(RetentionDays logs) {
        this.logs = logs;
    }

    /// @throws IllegalArgumentException naming the stages that there are
    static StageName of(String word) {
        return Arrays.stream(values())
                .filter(stage -> stage.word().equals(word))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "there is no stage "
                                        + word
                                        + "; there are "
                                        + Arrays.stream(values()).map(StageName::word).toList()));
    }

    /// Its name in URLs and in the names of stacks.
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    RetentionDays logs() {
        return logs;
    }

    /// Whether its data must survive: backups, protection, and nothing goes with its stack.
    boolean keeps() {
        return this != DEV;
    }

    RemovalPolicy removal() {
        return keeps() ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    }
}
