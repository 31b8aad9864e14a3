package dev.tollgate.aws.ledger;

import dev.tollgate.aws.dynamodb.Tables;
import dev.tollgate.aws.dynamodb.TenantTable;
import dev.tollgate.core.config.Setting;
import dev.tollgate.core.config.Settings;
import dev.tollgate.localstack.dynamodb.DynamoDbLocal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/// An empty DynamoDB Local in memory with our tables, for one test class.
@NullMarked
record LocalStore(DynamoDbLocal process, Settings settings, DynamoDbClient client)
        implements AutoCloseable {
    static LocalStore start() throws IOException {
        Path target = Path.of("target");
        Files.createDirectories(target);
        DynamoDbLocal process =
                DynamoDbLocal.start(
                        new DynamoDbLocal.Launch(
                                DynamoDbLocal.classpath(target),
                                0,
                                null,
                                target.resolve("dynamodb-local.log")));
        Settings settings = settings(process.endpoint());
        DynamoDbClient client = patientClient(settings);
        Tables.create(client, settings);
        return new LocalStore(process, settings, client);
    }

    TenantTable table() {
        return TenantTable.unbound(client, settings);
    }

    static Settings settings(URI endpoint) {
        return Settings.of(
                Map.of(
                        Setting.DYNAMODB_ENDPOINT.key(), endpoint.toString(),
                        Setting.REGION.key(), "eu-central-1",
                        Setting.TENANT_TABLE.key(), "tenants",
                        Setting.PLATFORM_TABLE.key(), "platform"));
    }

    /// A client without the time limits of ours: on a machine that others keep busy, a slow answer
    /// is not a store that is down.
    static DynamoDbClient patientClient(Settings settings) {
        return DynamoDbClient.builder()
                .region(Region.of(settings.required(Setting.REGION)))
                .endpointOverride(URI.create(settings.required(Setting.DYNAMODB_ENDPOINT)))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("local", "local")))
                .httpClientBuilder(
                        UrlConnectionHttpClient.builder().socketTimeout(Duration.ofMinutes(1)))
                .build();
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
