package dev.tollgate.localstack.account;

import dev.tollgate.core.call.IdSource;
import dev.tollgate.core.config.LambdaVariable;
import dev.tollgate.core.config.Setting;
import dev.tollgate.localstack.iam.AccessRequest;
import dev.tollgate.localstack.iam.ContextKey;
import dev.tollgate.localstack.iam.Decision;
import dev.tollgate.localstack.iam.PolicyDocument;
import dev.tollgate.localstack.upstream.http.Exchange;
import dev.tollgate.localstack.upstream.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The AWS account of a running stack: STS and the way to DynamoDB, on one loopback port, told
/// apart by the header that names DynamoDB's operations. Each function has a role, and tenants have
/// one, with the documents that the CDK app deploys. Thread-safe.
public final class LocalAccount implements AutoCloseable {
    private final Map<String, Identity> functions;
    private final StsEndpoint sts;
    private final DynamoDbFront dynamoDb;
    private final LoopbackServer server;

    private LocalAccount(Options options, LoopbackServer server) throws IOException {
        this.server = server;
        Map<String, List<String>> placeholders = options.things().placeholders();
        PolicyDocument sessions = read(options.policies(), "tenant-session", placeholders);
        Identities identities = options.identities();
        functions = new HashMap<>();
        for (String function : options.functions()) {
            Identity identity =
                    Identity.lasting(
                            Arns.functionRole(function),
                            credential(options.ids()),
                            read(options.policies(), function, placeholders));
            functions.put(function, identity);
            identities.add(identity);
        }
        sts = new StsEndpoint(identities, sessions, options.clock(), options.ids());
        dynamoDb = new DynamoDbFront(options.store(), identities, options.clock());
        server.mount(Map.of("", this::serve));
    }

    /// What an account consists of.
    ///
    /// @param policies the folder of the documents that the CDK app deploys: the tenant role's,
    ///   `tenant-session.json`, and each function's, by its name
    /// @param functions their names
    /// @param store DynamoDB Local
    /// @param identities get those of the functions
    public record Options(
            Path policies,
            Set<String> functions,
            URI store,
            Things things,
            Identities identities,
            Clock clock,
            IdSource ids) {}

    /// What the policies are about.
    ///
    /// @param models ARNs of the models that tenants may call
    /// @param guardrails ARNs of the guardrails that tenants may apply
    public record Things(
            String tenantTable,
            String platformTable,
            List<String> models,
            List<String> guardrails) {
        private Map<String, List<String>> placeholders() {
            return Map.of(
                    "<tenant-table-arn>", List.of(Arns.table(tenantTable)),
                    "<platform-table-arn>", List.of(Arns.table(platformTable)),
                    "<tenant-role-arn>", List.of(Arns.TENANT_ROLE),
                    // Secrets are in files here.
                    "<pepper-parameter-arn>", List.of(),
                    "<upstream-parameter-arns>", List.of(),
                    "<upstream-secret-arns>", List.of(),
                    "<bedrock-model-arns>", models,
                    "<bedrock-guardrail-arns>", guardrails);
        }
    }

    /// @throws IOException when a policy cannot be read, or says what the evaluator does not know;
    ///   the message names the document
    public static LocalAccount start(Options options) throws IOException {
        LoopbackServer server = LoopbackServer.bind(0);
        try {
            return new LocalAccount(options, server);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private void serve(Exchange exchange) throws IOException {
        if (exchange.header(DynamoDbFront.TARGET).isPresent()) {
            dynamoDb.handle(exchange);
        } else {
            sts.handle(exchange);
        }
    }

    /// What Lambda would put into a function's environment, and where the account's services are. A
    /// function that may assume the tenant role is told of it.
    public Map<String, String> variables(String function) {
        Identity identity = functions.get(function);
        if (identity == null) {
            throw new IllegalArgumentException("no function " + function);
        }
        var variables = new HashMap<String, String>();
        variables.put(LambdaVariable.ACCESS_KEY_ID.key(), identity.credential().accessKeyId());
        variables.put(
                LambdaVariable.SECRET_ACCESS_KEY.key(), identity.credential().secretAccessKey());
        variables.put(Setting.DYNAMODB_ENDPOINT.key(), server.url().toString());
        if (mayBeTenant(identity)) {
            variables.put(Setting.STS_ENDPOINT.key(), server.url().toString());
            variables.put(Setting.TENANT_ROLE_ARN.key(), Arns.TENANT_ROLE);
        }
        return variables;
    }

    /// Whether STS answers 503.
    public void setStsOutage(boolean outage) {
        sts.setOutage(outage);
    }

    /// How many sessions each tenant was given.
    public Map<String, Integer> sessions() {
        return sts.issued();
    }

    @Override
    public void close() {
        server.close();
        dynamoDb.close();
    }

    private static boolean mayBeTenant(Identity identity) {
        var anybody =
                Map.of(
                        ContextKey.REQUEST_TENANT, List.of("anybody"),
                        ContextKey.TAG_KEYS, List.of("TenantId"));
        var request = new AccessRequest("sts:AssumeRole", Arns.TENANT_ROLE, anybody);
        return identity.policy().decide(request) == Decision.ALLOWED;
    }

    private static PolicyDocument read(
            Path folder, String name, Map<String, List<String>> placeholders) throws IOException {
        Path file = folder.resolve(name + ".json");
        try {
            return PolicyDocument.read(Files.readString(file), placeholders);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no policy " + file + ": add it", e);
        } catch (IllegalArgumentException e) {
            throw new IOException("the policy " + file + ": " + e.getMessage(), e);
        }
    }

    private static SigningCredential credential(IdSource ids) {
        return new SigningCredential(
                "AKIA" + ids.next().substring(0, 16).toUpperCase(Locale.ROOT),
                ids.next() + ids.next());
    }
}
