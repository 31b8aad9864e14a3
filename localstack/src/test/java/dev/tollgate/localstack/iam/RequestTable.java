package dev.tollgate.localstack.iam;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The table of what each of our policies must allow and must deny, `iam/requests.txt`.
final class RequestTable {
    static final String TENANTS = "arn:aws:dynamodb:us-east-1:000000000000:table/tenants";
    static final String PLATFORM = "arn:aws:dynamodb:us-east-1:000000000000:table/platform";

    private static final String MODELS = "arn:aws:bedrock:us-east-1::foundation-model/";
    private static final String GUARDRAILS = "arn:aws:bedrock:us-east-1:000000000000:guardrail/";
    private static final Map<String, String> RESOURCES =
            Map.of(
                    "tenants",
                    TENANTS,
                    "platform",
                    PLATFORM,
                    "model",
                    MODELS + "some.model-v1:0",
                    "other-model",
                    MODELS + "other.model-v1:0",
                    "guardrail",
                    GUARDRAILS + "s0me",
                    "other-guardrail",
                    GUARDRAILS + "0ther",
                    "role",
                    "arn:aws:iam::000000000000:role/tollgate-tenant",
                    "other-role",
                    "arn:aws:iam::000000000000:role/administrator");
    private static final Map<String, String> PLACEHOLDERS =
            Map.of(
                    "<tenant-table-arn>",
                    TENANTS,
                    "<platform-table-arn>",
                    PLATFORM,
                    "<tenant-role-arn>",
                    "arn:aws:iam::000000000000:role/tollgate-tenant",
                    "<pepper-parameter-arn>",
                    "arn:aws:ssm:us-east-1:000000000000:parameter/tollgate/dev/key-pepper",
                    "<upstream-parameter-arns>",
                    "arn:aws:ssm:us-east-1:000000000000:parameter/tollgate/dev/upstream/*",
                    "<upstream-secret-arns>",
                    "arn:aws:secretsmanager:us-east-1:000000000000:secret:tollgate/dev/upstream/*",
                    "<bedrock-model-arns>",
                    "arn:aws:bedrock:*::foundation-model/some.model-v1:0",
                    "<bedrock-guardrail-arns>",
                    "arn:aws:bedrock:*:000000000000:guardrail/s0me");
    private static final Path POLICIES = Path.of("../infra-cdk/policies");

    private RequestTable() {}

    /// Each line's case, and what has to come of it.
    static Map<IamCase, Decision> read() throws IOException {
        var table = new LinkedHashMap<IamCase, Decision>();
        for (String line : Files.readAllLines(Path.of("src/test/resources/iam/requests.txt"))) {
            if (!line.startsWith("#")) {
                List<String> cells =
                        Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
                table.put(
                        new IamCase(document(cells.getFirst()), request(cells)),
                        Decision.valueOf(cells.get(1)));
            }
        }
        return table;
    }

    /// One of our documents, about the table's things.
    static String document(String name) throws IOException {
        String text = Files.readString(POLICIES.resolve(name + ".json"));
        for (var placeholder : PLACEHOLDERS.entrySet()) {
            text = text.replace(placeholder.getKey(), placeholder.getValue());
        }
        return text;
    }

    private static AccessRequest request(List<String> cells) {
        var context = new EnumMap<ContextKey, List<String>>(ContextKey.class);
        context.put(ContextKey.PRINCIPAL_TENANT, list(cells.get(4)));
        var names = new ArrayList<String>();
        for (String tag : list(cells.get(5))) {
            String[] parts = tag.split("=", 2);
            names.add(parts[0]);
            if (parts[0].equals("TenantId")) {
                context.put(ContextKey.REQUEST_TENANT, List.of(parts[1]));
            }
        }
        context.put(ContextKey.TAG_KEYS, names);
        context.put(ContextKey.LEADING_KEYS, list(cells.get(6)));
        String resource = RESOURCES.get(cells.get(3));
        if (resource == null) {
            throw new IllegalArgumentException("no resource " + cells.get(3));
        }
        return new AccessRequest(cells.get(2), resource, context);
    }

    private static List<String> list(String cell) {
        return cell.isEmpty() ? List.of() : List.of(cell.split(","));
    }
}
