package dev.tollgate.runtime.loop;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Map;

/// The Lambda Runtime API, version 2018-06-01, with the calls of SnapStart. Not thread-safe.
final class RuntimeApi {
    private static final String ROOT = "/2018-06-01/runtime/";
    private static final byte[] NOTHING = {};

    private final InetSocketAddress address;

    private RuntimeApi(InetSocketAddress address) {
        this.address = address;
    }

    /// @param address `host:port`, as `AWS_LAMBDA_RUNTIME_API` has it
    /// @throws IllegalArgumentException when it is none
    static RuntimeApi at(String address) throws IOException {
        int colon = address.lastIndexOf(':');
        if (colon < 1) {
            throw new IllegalArgumentException("not host:port: " + address);
        }
        return new RuntimeApi(
                new InetSocketAddress(
                        InetAddress.getByName(address.substring(0, colon)),
                        Integer.parseInt(address.substring(colon + 1))));
    }

    /// Waits for the next invocation, without a limit.
    ///
    /// @throws IOException when there will be none
    Event next() throws IOException {
        HttpAnswer answer = ask("GET", "invocation/next", Map.of(), NOTHING);
        String id = header(answer, "Lambda-Runtime-Aws-Request-Id");
        String deadline = header(answer, "Lambda-Runtime-Deadline-Ms");
        return new Event(
                id,
                Instant.ofEpochMilli(Long.parseLong(deadline)),
                answer.header("Lambda-Runtime-Invoked-Function-Arn").orElse(""),
                answer.header("Lambda-Runtime-Trace-Id"),
                answer.body());
    }

    /// The answer of an invocation that streams.
    ResponseStream stream(Event event) {
        return new ResponseStream(address, ROOT + "invocation/" + event.id() + "/response");
    }

    /// Answers an invocation whole.
    void respond(Event event, byte[] json) throws IOException {
        var headers = Map.of("Content-Type", "application/json");
        ask("POST", "invocation/" + event.id() + "/response", headers, json);
    }

    void fail(Event event, Failure failure) throws IOException {
        report("invocation/" + event.id() + "/error", failure);
    }

    void initFailed(Failure failure) throws IOException {
        report("init/error", failure);
    }

    /// Says that a snapshot may be taken, and returns in a process restored from it.
    void awaitRestore() throws IOException {
        ask("GET", "restore/next", Map.of(), NOTHING);
    }

    void restoreFailed(Failure failure) throws IOException {
        report("restore/error", failure);
    }

    private void report(String path, Failure failure) throws IOException {
        ask(
                "POST",
                path,
                Map.of(
                        "Content-Type",
                        "application/json",
                        ResponseStream.ERROR_TYPE,
                        failure.type()),
                failure.json());
    }

    private HttpAnswer ask(String method, String path, Map<String, String> headers, byte[] body)
            throws IOException {
        try (var connection = Connection.open(address)) {
            HttpAnswer answer = connection.ask(method, ROOT + path, headers, body);
            answer.requireSuccess(path);
            return answer;
        }
    }

    private static String header(HttpAnswer answer, String name) throws IOException {
        return answer.header(name)
                .orElseThrow(() -> new IOException("an invocation without " + name));
    }
}
