package dev.tollgate.bench.peer;

import dev.tollgate.bench.scene.Bodies;
import dev.tollgate.bench.scene.Child;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Map;
import java.util.function.Supplier;

/// What stands between client and mock.
///
/// @param start starts its process, or gives the mock's where the client asks the mock itself
/// @param whole a request for a whole answer, path and headers
/// @param stream a request for a stream
record Peer(String name, Supplier<Child> start, Ask whole, Ask stream) {
    /// A request but for the port.
    @SuppressWarnings("ArrayRecordComponent") // sent, never changed or compared
    record Ask(String path, byte[] body, Map<String, String> headers) {
        HttpRequest to(int port) {
            var request =
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                            .header("Content-Type", "application/json")
                            .POST(BodyPublishers.ofByteArray(body));
            headers.forEach(request::header);
            return request.build();
        }
    }

    /// One that speaks OpenAI's chat completions.
    static Peer chat(
            String name, Supplier<Child> start, String model, Map<String, String> headers) {
        String path = "/v1/chat/completions";
        return new Peer(
                name,
                start,
                new Ask(path, Bodies.chat(model, false), headers),
                new Ask(path, Bodies.chat(model, true), headers));
    }

    /// One that speaks Bedrock's Converse.
    static Peer converse(String name, Supplier<Child> start, Converse call) {
        Map<String, String> headers =
                call.credential().isEmpty()
                        ? Map.of()
                        : Map.of("Authorization", "Bearer " + call.credential());
        String path = "/model/" + call.model() + "/converse";
        return new Peer(
                name,
                start,
                new Ask(path, Bodies.converse(), headers),
                new Ask(path + "-stream", Bodies.converse(), headers));
    }

    /// @param credential a token or key; empty for none
    record Converse(String model, String credential) {}
}
