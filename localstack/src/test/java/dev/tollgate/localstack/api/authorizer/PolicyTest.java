package dev.tollgate.localstack.api.authorizer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.tollgate.localstack.api.authorizer.Policy.Effect;
import dev.tollgate.localstack.api.authorizer.Policy.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PolicyTest {
    private static final String ARN =
            "arn:aws:execute-api:us-east-1:000000000000:tollgate/local/POST/model/m/converse";

    @ParameterizedTest
    @CsvSource({
        "*, true",
        "arn:aws:execute-api:*/local/POST/model/*, true",
        "arn:aws:execute-api:*/local/*/model/?/converse, true",
        "arn:aws:execute-api:*/local/*/model/??/converse, false",
        "arn:aws:execute-api:*/LOCAL/POST/*, false",
        "arn:aws:execute-api:*/local/GET/*, false",
        "arn:aws:execute-api:*converse*, true",
        "arn:aws:execute-api:*/local/POST/model/m, false"
    })
    void allows_heldAgainstAPattern(String resource, boolean allowed) {
        var policy = new Policy(List.of(statement(Effect.ALLOW, "execute-api:Invoke", resource)));
        assertEquals(allowed, policy.allows(ARN));
    }

    @ParameterizedTest
    @CsvSource({
        "execute-api:Invoke, true",
        "Execute-API:*, true",
        "*, true",
        "execute-api:ManageConnections, false",
        "lambda:*, false"
    })
    void allows_heldAgainstAnAction(String action, boolean allowed) {
        assertEquals(
                allowed, new Policy(List.of(statement(Effect.ALLOW, action, "*"))).allows(ARN));
    }

    @Test
    void allows_whenAStatementDenies_isFalse() {
        var policy =
                new Policy(
                        List.of(
                                statement(Effect.ALLOW, "*", "*"),
                                statement(Effect.DENY, "*", "*/model/m/*")));
        assertEquals(false, policy.allows(ARN));
        assertEquals(true, policy.allows(ARN.replace("/m/", "/n/")));
    }

    @Test
    void allows_withNoStatement_isFalse() {
        assertEquals(false, new Policy(List.of()).allows(ARN));
    }

    private static Statement statement(Effect effect, String action, String resource) {
        return new Statement(effect, List.of(action), List.of(resource));
    }
}
