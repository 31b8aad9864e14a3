package dev.tollgate.llmproxy.provider;

import java.util.Map;
import java.util.Optional;

/// The first part of an upstream's answer.
///
/// @param headers lower-cased names, first values
public record HttpHead(int status, Map<String, String> headers) {
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    public boolean successful() {
        return status >= 200 && status < 300;
    }
}
