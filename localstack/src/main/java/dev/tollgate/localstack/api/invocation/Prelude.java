package dev.tollgate.localstack.api.invocation;

import java.util.List;

/// Status and headers of a function's answer.
///
/// @param statusCode 200 to 599
/// @param headers free of control characters
public record Prelude(int statusCode, List<Header> headers) {
    public Prelude {
        headers = List.copyOf(headers);
    }

    public record Header(String name, String value) {}
}
