package dev.tollgate.localstack.account;

import dev.tollgate.aws.dynamodb.DynamoDbClients;
import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.aws.dynamodb.TenantTable;
import dev.tollgate.aws.ledger.DynamoQuotaLedger;
import dev.tollgate.aws.tenant.TenantCredentials;
import dev.tollgate.aws.tenant.TenantRole;
import dev.tollgate.core.call.CallLine;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.core.tenant.TenantId;
import dev.tollgate.localstack.dynamodb.DynamoDbLocal;
import dev.tollgate.localstack.iam.PolicyDocument;
import dev.tollgate.runtime.SecureIds;
import dev.tollgate.testkit.SequentialIds;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// A store with an account in front of it, and clients that sign as anybody.
record LocalRig(
        DynamoDbLocal store, DynamoDbClient operator, LocalAccount account, Identities identities)
        implements AutoCloseable {
    private static final Path POLICIES = Path.of("../infra-cdk/policies");
    private static final Clock CLOCK = Clock.systemUTC();

    static LocalRig start() throws IOException {
        Path target = Path.of("target");
        Files.createDirectories(target);
        var launch =
                new DynamoDbLocal.Launch(
                        DynamoDbLocal.classpath(target),
                        0,
                        null,
                        target.resolve("dynamodb-local.log"));
        DynamoDbLocal store = DynamoDbLocal.start(launch);
        DynamoDbClient operator = client(store.endpoint(), AwsBasicCredentials.create("op", "op"));
        Tables.create(operator, Settings.of(variables(store.endpoint())));
        var identities = new Identities(CLOCK);
        var options =
                new LocalAccount.Options(
                        POLICIES,
                        Set.of("llm-proxy", "control", "authorizer"),
                        store.endpoint(),
                        new LocalAccount.Things(Operations.TABLE, "platform", List.of(), List.of()),
                        identities,
                        CLOCK,
                        new SecureIds());
        return new LocalRig(store, operator, LocalAccount.start(options), identities);
    }

    private static Map<String, String> variables(URI store) {
        return Map.of(
                Setting.REGION.key(),
                Arns.REGION,
                Setting.TENANT_TABLE.key(),
                Operations.TABLE,
                Setting.PLATFORM_TABLE.key(),
                "platform",
                Setting.DYNAMODB_ENDPOINT.key(),
                store.toString());
    }

    /// As the function finds them.
    Settings settings(String function) {
        var variables = new HashMap<>(variables(store.endpoint()));
        variables.putAll(account.variables(function));
        return Settings.of(variables);
    }

    /// The function's own client.
    DynamoDbClient function(String function) {
        return DynamoDbClients.create(settings(function));
    }

    /// The proxy's sessions.
    TenantCredentials sessions() {
        return TenantRole.of(settings("llm-proxy"), CLOCK).credentials();
    }

    DynamoDbClient as(TenantId tenant) {
        return as(session(tenant));
    }

    DynamoDbClient as(AwsCredentials credentials) {
        URI front = URI.create(settings("llm-proxy").required(Setting.DYNAMODB_ENDPOINT));
        return client(front, credentials);
    }

    /// A session of the tenant role that STS would not give.
    AwsCredentials untagged() {
        var credential = new SigningCredential("UNTAGGED", "secret", "token");
        identities.add(
                new Identity(
                        Arns.tenantSession("untagged"),
                        credential,
                        sessionPolicy(),
                        null,
                        Instant.MAX));
        return AwsSessionCredentials.create("UNTAGGED", "secret", "token");
    }

    AwsCredentials withoutToken(TenantId tenant) {
        AwsSessionCredentials session = session(tenant);
        return AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey());
    }

    AwsCredentials withOtherSecret(TenantId tenant) {
        AwsSessionCredentials session = session(tenant);
        return AwsSessionCredentials.create(
                session.accessKeyId(), "another", session.sessionToken());
    }

    /// Writes a tenant's item past the account.
    void put(TenantId tenant) {
        operator.putItem(put -> put.tableName(Operations.TABLE).item(Operations.key(tenant)));
    }

    /// Reads a tenant's lines past the account.
    List<CallLine> linesOf(TenantId tenant) {
        var table = TenantTable.unbound(operator, Settings.of(variables(store.endpoint())));
        return new DynamoQuotaLedger(table, new SequentialIds(), CLOCK).lines(tenant, 10);
    }

    @Override
    public void close() {
        operator.close();
        account.close();
        store.close();
    }

    private AwsSessionCredentials session(TenantId tenant) {
        return (AwsSessionCredentials) sessions().of(tenant).resolveCredentials();
    }

    private static PolicyDocument sessionPolicy() {
        try {
            return PolicyDocument.read(
                    Files.readString(POLICIES.resolve("tenant-session.json")),
                    Map.of(
                            "<tenant-table-arn>", List.of(Arns.table(Operations.TABLE)),
                            "<bedrock-model-arns>", List.of(),
                            "<bedrock-guardrail-arns>", List.of()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DynamoDbClient client(URI endpoint, AwsCredentials credentials) {
        return DynamoDbClient.builder()
                .region(Region.of(Arns.REGION))
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(
                        UrlConnectionHttpClient.builder().socketTimeout(Duration.ofMinutes(1)))
                .build();
    }
}
