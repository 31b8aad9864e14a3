package dev.tollgate.localstack.api.invocation;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

/// A function as it is deployed. Called concurrently.
public record NamedFunction(String name, String arn, RequestStreamHandler handler) {}
