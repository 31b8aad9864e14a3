package dev.tollgate.aws.ledger;

import java.util.function.Supplier;
import org.jspecify.annotations.NullMarked;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsResponse;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.TransactionConflictException;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemResponse;

/// The real client with one fault at one write. Reads pass. For one thread.
@NullMarked
final class FaultyClient implements DynamoDbClient {
    enum Fault {
        /// The write never arrives.
        LOST_REQUEST,
        /// The write is applied, its reply is lost.
        LOST_REPLY,
        /// The reply is lost inside the SDK, which sends the write again by itself.
        SENT_TWICE,
        /// The store is too busy.
        THROTTLED,
        /// Another transaction holds the item.
        CONFLICT,
        /// The process dies before the write.
        CRASH_BEFORE,
        /// The process dies after the write.
        CRASH_AFTER
    }

    /// The death of the process.
    static final class Crash extends Error {}

    private final DynamoDbClient client;
    private final Fault fault;
    private final int at;
    private int writes;

    /// @param at the write that the fault meets, 0 for the first
    FaultyClient(DynamoDbClient client, Fault fault, int at) {
        this.client = client;
        this.fault = fault;
        this.at = at;
    }

    /// How many writes were tried.
    int writes() {
        return writes;
    }

    @Override
    public UpdateItemResponse updateItem(UpdateItemRequest request) {
        return write(
                () -> client.updateItem(request),
                TransactionConflictException.builder().message("conflict").build());
    }

    @Override
    public TransactWriteItemsResponse transactWriteItems(TransactWriteItemsRequest request) {
        var reason = CancellationReason.builder().code("TransactionConflict").build();
        return write(
                () -> client.transactWriteItems(request),
                TransactionCanceledException.builder().cancellationReasons(reason).build());
    }

    @Override
    public GetItemResponse getItem(GetItemRequest request) {
        return client.getItem(request);
    }

    @Override
    public QueryResponse query(QueryRequest request) {
        return client.query(request);
    }

    @Override
    public String serviceName() {
        return client.serviceName();
    }

    @Override
    public void close() {}

    private <T> T write(Supplier<T> request, RuntimeException conflict) {
        if (writes++ != at) {
            return request.get();
        }
        return switch (fault) {
            case LOST_REQUEST -> throw SdkClientException.create("lost request");
            case LOST_REPLY -> {
                var _ = request.get();
                throw SdkClientException.create("lost reply");
            }
            case SENT_TWICE -> {
                var _ = request.get();
                yield request.get();
            }
            case THROTTLED -> throw busy();
            case CONFLICT -> throw conflict;
            case CRASH_BEFORE -> throw new Crash();
            case CRASH_AFTER -> {
                var _ = request.get();
                throw new Crash();
            }
        };
    }

    private static RuntimeException busy() {
        return ProvisionedThroughputExceededException.builder()
                .message("busy")
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .errorCode("ProvisionedThroughputExceededException")
                                .build())
                .statusCode(400)
                .build();
    }
}
