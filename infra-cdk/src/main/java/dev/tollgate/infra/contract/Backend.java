package dev.tollgate.infra.contract;

import java.util.Map;

/// What answers an operation.
public sealed interface Backend {
    /// A function, by its name in the contract.
    record Function(String name) implements Backend {}

    /// The gateway itself, always with the same answer.
    record Fixed(int statusCode, Map<String, String> headers, String body) implements Backend {
        public Fixed {
            headers = Map.copyOf(headers);
        }
    }
}
