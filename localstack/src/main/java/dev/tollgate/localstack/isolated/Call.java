package dev.tollgate.localstack.isolated;

import com.amazonaws.services.lambda.runtime.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/// One call on its way through an environment. What comes first ends it.
///
/// @param deadline milliseconds since 1970
@SuppressWarnings("ArrayRecordComponent") // A carrier that nobody compares.
record Call(
        String id,
        String arn,
        long deadline,
        byte[] event,
        OutputStream out,
        CompletableFuture<Ending> ending) {
    static Call of(byte[] event, OutputStream out, Context context, Clock clock) {
        return new Call(
                context.getAwsRequestId(),
                context.getInvokedFunctionArn(),
                clock.millis() + context.getRemainingTimeInMillis(),
                event,
                out,
                new CompletableFuture<>());
    }

    void end(Ending how) {
        ending.complete(how);
    }

    void breakOff(String why) {
        end(new Ending.BrokenOff(new IOException(why)));
    }

    Ending await() throws InterruptedException {
        try {
            return ending.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call only ends with an ending", e);
        }
    }
}
