package dev.tollgate.runtime;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

/// A function behind a method of API Gateway: it writes prelude and body, flushing as it goes, and
/// the runtime loop streams them. What is only a `RequestStreamHandler` answers one JSON document,
/// which is sent whole.
///
/// An `IOException` from its output means that the client has gone.
public interface ProxyFunction extends RequestStreamHandler, AutoCloseable {
    @Override
    void close();
}
