package dev.tollgate.localstack.iam;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tollgate.testkit.Seeded;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Documents and requests at random, of everything that the evaluator knows, close enough to one
/// another to be allowed, denied and neither.
record RandomCases(Seeded seeded) {
    private static final ObjectMapper JSON = new ObjectMapper();

    List<IamCase> make(int cases) {
        return Stream.generate(() -> new IamCase(document(), request())).limit(cases).toList();
    }

    private AccessRequest request() {
        return new AccessRequest(
                seeded.oneOf("dynamodb:GetItem", "dynamodb:UpdateItem", "dynamodb:DeleteItem"),
                seeded.oneOf(RequestTable.TENANTS, RequestTable.PLATFORM),
                Map.of(
                        ContextKey.PRINCIPAL_TENANT,
                        seeded.chance(0.2) ? List.of() : List.of(tenant()),
                        ContextKey.LEADING_KEYS,
                        IntStream.range(0, seeded.intBetween(0, 3)).mapToObj(_ -> key()).toList()));
    }

    private String tenant() {
        return seeded.oneOf("acme", "acme2", "globex", "*", "a?me", "ac");
    }

    private String key() {
        return "TENANT#" + tenant() + seeded.oneOf("#0", "#1", "", "#0#");
    }

    private String document() {
        ObjectNode document = JSON.createObjectNode().put("Version", "2012-10-17");
        var statements = document.putArray("Statement");
        for (int i = seeded.intBetween(1, 3); i > 0; i--) {
            fill(statements.addObject());
        }
        return document.toString();
    }

    private void fill(ObjectNode statement) {
        statement.put("Effect", seeded.chance(0.7) ? "Allow" : "Deny");
        statement.put(
                "Action",
                seeded.oneOf(
                        "dynamodb:*", "dynamodb:GetItem", "dynamodb:*Item", "dynamodb:getitem"));
        statement
                .putArray("Resource")
                .add(
                        seeded.oneOf(
                                "*",
                                RequestTable.TENANTS,
                                "arn:aws:dynamodb:*:000000000000:table/ten*",
                                "arn:aws:dynamodb:us-east-?:000000000000:table/platform"));
        if (seeded.chance(0.8)) {
            ObjectNode condition = statement.putObject("Condition");
            for (int i = seeded.intBetween(1, 2); i > 0; i--) {
                condition(condition);
            }
        }
    }

    private void condition(ObjectNode block) {
        String comparison = seeded.oneOf("StringLike", "StringEquals");
        switch (seeded.intBetween(0, 2)) {
            case 0 ->
                    block.putObject("Null")
                            .put(
                                    seeded.oneOf(
                                            "dynamodb:LeadingKeys", "aws:PrincipalTag/TenantId"),
                                    seeded.oneOf("true", "false"));
            case 1 ->
                    block.putObject(comparison)
                            .putArray("aws:PrincipalTag/TenantId")
                            .add(seeded.oneOf("acme", "a*", "a?me", "?*", "globex"))
                            .add(seeded.oneOf("acme2", "*2"));
            default ->
                    block.putObject(seeded.oneOf("ForAllValues:", "ForAnyValue:") + comparison)
                            .putArray("dynamodb:LeadingKeys")
                            .add(
                                    seeded.oneOf(
                                            "TENANT#${aws:PrincipalTag/TenantId}#*",
                                            "TENANT#${aws:PrincipalTag/TenantId}#0",
                                            "TENANT#a*"))
                            .add(seeded.oneOf("TENANT#globex#?", "TENANT#*#1", "*"));
        }
    }
}
