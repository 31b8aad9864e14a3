package dev.tollgate.infra;

import java.util.List;
import java.util.Map;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.kms.Key;

/// The key of a stage that keeps its data: tables, the pepper, logs and alarms are encrypted under
/// it. In its policy the resource `*` means the key itself.
final class StageKey {
    /// What a service does with a key to write and to read under it.
    static final List<String> WRITE =
            List.of(
                    "kms:Decrypt",
                    "kms:DescribeKey",
                    "kms:Encrypt",
                    "kms:GenerateDataKey",
                    "kms:GenerateDataKeyWithoutPlaintext",
                    "kms:ReEncryptFrom",
                    "kms:ReEncryptTo");

    static final List<String> READ = List.of("kms:Decrypt", "kms:DescribeKey");

    private StageKey() {}

    /// A key that changes its material each year, and that no deployment deletes.
    static Key of(Stack stack, StageName stage) {
        Key key =
                Key.Builder.create(stack, "Key")
                        .description("Tollgate " + stage.word() + ": data, pepper, logs, alarms")
                        .enableKeyRotation(true)
                        .removalPolicy(stage.removal())
                        .build();
        key.addToResourcePolicy(logs(stack));
        key.addToResourcePolicy(alarms(stack));
        return key;
    }

    /// Source: "Encrypt log data in CloudWatch Logs using AWS KMS".
    private static PolicyStatement logs(Stack stack) {
        return service("logs." + stack.getRegion() + ".amazonaws.com")
                .actions(WRITE)
                .conditions(
                        Map.of(
                                "ArnLike",
                                Map.of(
                                        "kms:EncryptionContext:aws:logs:arn",
                                        "arn:%s:logs:%s:%s:log-group:*"
                                                .formatted(
                                                        stack.getPartition(),
                                                        stack.getRegion(),
                                                        stack.getAccount()))))
                .build();
    }

    /// Source: "Using AWS KMS with Amazon SNS", events from AWS services.
    private static PolicyStatement alarms(Stack stack) {
        return service("cloudwatch.amazonaws.com")
                .actions(List.of("kms:Decrypt", "kms:GenerateDataKey"))
                .conditions(Map.of("StringEquals", Map.of("aws:SourceAccount", stack.getAccount())))
                .build();
    }

    private static PolicyStatement.Builder service(String name) {
        return PolicyStatement.Builder.create()
                .principals(List.of(new ServicePrincipal(name)))
                .resources(List.of("*"));
    }
}
