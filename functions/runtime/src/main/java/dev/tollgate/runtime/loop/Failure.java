package dev.tollgate.runtime.loop;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;

/// Why an invocation or a start failed, as the Runtime API takes it. Never with a stack trace: the
/// log has it.
///
/// @param type a class name, or `Runtime.…` when the runtime itself says so; ASCII without spaces
/// @param message shown to whoever invokes the function directly, never by API Gateway
record Failure(String type, String message) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /// With the exception's own message: an authorizer says `Unauthorized` by it.
    static Failure of(Throwable cause) {
        String message = cause.getMessage();
        return new Failure(cause.getClass().getName(), message == null ? "" : message);
    }

    /// Without it: what breaks an answer is not meant for those who read the answer.
    static Failure concealed(Throwable cause, String requestId) {
        return new Failure(
                cause.getClass().getName(), "the function failed, see its log for " + requestId);
    }

    /// With the message of the cause of all causes, which names what is wrong with a start.
    static Failure atStart(String type, Throwable cause) {
        Throwable first = cause;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return new Failure(type, first.getClass().getName() + ": " + first.getMessage());
    }

    byte[] json() {
        var body = new LinkedHashMap<String, Object>();
        body.put("errorMessage", message);
        body.put("errorType", type);
        body.put("stackTrace", List.of());
        try {
            return JSON.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
