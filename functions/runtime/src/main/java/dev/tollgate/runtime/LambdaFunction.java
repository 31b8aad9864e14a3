package dev.tollgate.runtime;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

/// A function as Lambda calls it, once for each process; elsewhere it can be started again and
/// closed.
public interface LambdaFunction extends RequestStreamHandler, AutoCloseable {
    @Override
    void close();
}
