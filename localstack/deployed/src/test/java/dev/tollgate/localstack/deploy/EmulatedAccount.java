package dev.tollgate.localstack.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tollgate.aws.dynamodb.Tables;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/// The account that an emulator plays, seen by its administrator.
///
/// @param tables of the gateway, by name
record EmulatedAccount(URI endpoint, List<String> tables) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LAMBDA = "/2015-03-31/functions/";

    /// @param store as the deployment's state has it
    static EmulatedAccount of(JsonNode store) {
        return new EmulatedAccount(
                URI.create(store.path("endpoint").asText()),
                List.of(store.path("tenantTable").asText(), store.path("platformTable").asText()));
    }

    /// The version behind each function's alias `live`, by the function's name.
    Map<String, String> liveVersions() throws IOException, InterruptedException {
        var versions = new TreeMap<String, String>();
        for (JsonNode function : get(LAMBDA).path("Functions")) {
            String name = function.path("FunctionName").asText();
            JsonNode alias = get(LAMBDA + name + "/aliases/live");
            if (alias.hasNonNull("FunctionVersion")) {
                versions.put(name, alias.path("FunctionVersion").asText());
            }
        }
        return versions;
    }

    void addToEveryItem(String member) {
        var value = AttributeValue.fromM(Map.of("of", AttributeValue.fromS("the future")));
        toEveryItem((client, table, key) ->
                client.updateItem(request ->
                        request.tableName(table)
                                .key(key)
                                .updateExpression("SET #member = :value")
                                .expressionAttributeNames(Map.of("#member", member))
                                .expressionAttributeValues(Map.of(":value", value))));
    }

    void loseEveryItem() {
        toEveryItem((client, table, key) ->
                client.deleteItem(request -> request.tableName(table).key(key)));
    }

    private interface Change {
        void make(DynamoDbClient client, String table, Map<String, AttributeValue> key);
    }

    private void toEveryItem(Change change) {
        try (var client = client()) {
            for (String table : tables) {
                var items = client.scanPaginator(request -> request.tableName(table)).items();
                for (var item : items.stream().toList()) {
                    change.make(
                            client,
                            table,
                            Map.of(Tables.PK, item.get(Tables.PK), Tables.SK, item.get(Tables.SK)));
                }
            }
        }
    }

    private JsonNode get(String path) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(endpoint.resolve(path)).build();
            return JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofByteArray()).body());
        }
    }

    private DynamoDbClient client() {
        return DynamoDbClient.builder()
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create("test", "test")))
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
    }
}
