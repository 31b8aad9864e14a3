package dev.tollgate.aws.ledger;

import dev.tollgate.aws.dynamodb.Tables;
import java.util.Objects;
import org.jspecify.annotations.NullMarked;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// The real client that applies every write of a line and never hears of it.
@NullMarked
final class DeafToLines implements DynamoDbClient {
    private final DynamoDbClient client;

    DeafToLines(DynamoDbClient client) {
        this.client = client;
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        UpdateItemResponse response = client.updateItem(request);
        if (Objects.requireNonNull(request.key().get(Tables.SK)).s().startsWith(CallKey.LINE)) {
            throw SdkClientException.create("lost reply");
        }
        return response;
    }

    @Override
    public String serviceName() {
        return client.serviceName();
    }

    @Override
    public void close() {}
}
