package dev.tollgate.infra;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awscdk.services.iam.PolicyDocument;
import software.amazon.awscdk.services.iam.PolicyStatement;
import software.amazon.awscdk.services.iam.Role;
import software.amazon.awscdk.services.iam.ServicePrincipal;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;

/// The role of one function: it writes its own log, and does its work.
final class FunctionRole {
    private FunctionRole() {}

    static Role of(Construct here, LogGroup logs, List<PolicyStatement> work) {
        PolicyStatement write =
                PolicyStatement.Builder.create()
                        .actions(List.of("logs:CreateLogStream", "logs:PutLogEvents"))
                        .resources(List.of(logs.getLogGroupArn()))
                        .build();
        var policies = new HashMap<>(Map.of("logs", policy(List.of(write))));
        if (!work.isEmpty()) {
            policies.put("work", policy(work));
        }
        return Role.Builder.create(here, "Role")
                .assumedBy(new ServicePrincipal("lambda.amazonaws.com"))
                .inlinePolicies(policies)
                .build();
    }

    private static PolicyDocument policy(List<PolicyStatement> statements) {
        return PolicyDocument.Builder.create().statements(statements).build();
    }
}
