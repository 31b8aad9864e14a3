package dev.tollgate.localstack.api.contract;

import java.util.Map;

/// What answers an operation.
public sealed interface Integration {
    /// A function by its name in the contract; its answer is streamed.
    record Function(String name) implements Integration {}

    /// The gateway itself.
    record Mock(int statusCode, Map<String, String> headers, String body) implements Integration {
        public Mock {
            headers = Map.copyOf(headers);
        }
    }
}
