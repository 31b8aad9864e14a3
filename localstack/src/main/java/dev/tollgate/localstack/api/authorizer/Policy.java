package dev.tollgate.localstack.api.authorizer;

import dev.tollgate.localstack.iam.Glob;
import java.util.List;

/// An authorizer's policy: allowed is what a statement allows and no statement denies.
record Policy(List<Statement> statements) {
    private static final String INVOKE = "execute-api:Invoke";

    Policy {
        statements = List.copyOf(statements);
    }

    enum Effect {
        ALLOW,
        DENY
    }

    /// @param actions patterns with `*` and `?`, without regard to case
    /// @param resources patterns with `*` and `?`
    record Statement(Effect effect, List<String> actions, List<String> resources) {
        Statement {
            actions = List.copyOf(actions);
            resources = List.copyOf(resources);
        }

        private boolean covers(String methodArn) {
            return actions.stream().anyMatch(action -> Glob.of(action).matchesIgnoringCase(INVOKE))
                    && resources.stream()
                            .anyMatch(resource -> Glob.of(resource).matches(methodArn));
        }
    }

    boolean allows(String methodArn) {
        return any(Effect.ALLOW, methodArn) && !any(Effect.DENY, methodArn);
    }

    private boolean any(Effect effect, String methodArn) {
        return statements.stream()
                .anyMatch(statement -> statement.effect() == effect && statement.covers(methodArn));
    }
}
