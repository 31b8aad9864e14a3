package dev.tollgate.aws.ledger;

import java.util.concurrent.atomic.DoubleAdder;
import org.jspecify.annotations.NullMarked;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// The real client, counting what the store says that each write cost.
@NullMarked
final class MeteredClient implements DynamoDbClient {
    private final DynamoDbClient client;
    private final DoubleAdder units = new DoubleAdder();

    MeteredClient(DynamoDbClient client) {
        this.client = client;
    }

    /// Write units since the last time this was asked.
    long unitsSince() {
        return Math.round(units.sumThenReset());
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        var response =
                client.updateItem(
                        request.toBuilder()
                                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                                .build());
        units.add(response.consumedCapacity().capacityUnits());
        return response;
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        var response =
                client.transactWriteItems(
                        request.toBuilder()
                                .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL)
                                .build());
        units.add(
                response.consumedCapacity().stream()
                        .mapToDouble(ConsumedCapacity::capacityUnits)
                        .sum());
        return response;
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        return client.getItem(request);
    }

    @Override
    public String serviceName() {
        return client.serviceName();
    }

    @Override
    public void close() {}
}
