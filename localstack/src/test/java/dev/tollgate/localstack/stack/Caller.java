package dev.tollgate.localstack.stack;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// Makes single calls and says how they ended.
///
/// @param credentials what each call shows
/// @param kill ends the process that answers, among others
public record Caller(
        HttpClient http, String url, Function<Call, String> credentials, Runnable kill) {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /// With one credential for all calls of a tenant.
    public Caller(HttpClient http, String url, Map<String, String> tokens, Runnable kill) {
        this(http, url, call -> Objects.requireNonNull(tokens.get(call.tenant())), kill);
    }

    /// What a client does after the first byte of an answer, or what is done to its call.
    public enum Midway {
        READS_ON,
        LEAVES,
        /// Has whoever answers killed, and reads on.
        KILLS,
        /// Shows a key of its own; while it is looked up, whoever checks credentials is killed.
        UNCHECKED
    }

    /// A call to make.
    ///
    /// @param wire the dialect it is made in
    /// @param id the client's own, by which the gateway knows it again
    /// @param script what the simulated model is told to do
    public record Call(
            Wire wire,
            String tenant,
            String alias,
            String id,
            String script,
            boolean streamed,
            Midway midway) {
        @Override
        public String toString() {
            return wire + " " + tenant + ' ' + alias + (streamed ? " streamed " : " ") + script;
        }
    }

    /// How a call ended.
    public sealed interface Ending {
        /// In full.
        record Complete() implements Ending {}

        /// With a typed error instead of an answer.
        ///
        /// @param code of the table of errors
        record Refused(int status, String type, String code) implements Ending {}

        /// With a typed error in a stream.
        ///
        /// @param type as the dialect's clients know it
        record Broken(String type) implements Ending {}

        /// The client went.
        record Left() implements Ending {}

        /// In mid-answer, by the end of the connection.
        record Cut() implements Ending {}

        /// In a way that no client understands.
        record Untyped(String what) implements Ending {}
    }

    public Ending make(Call call) throws InterruptedException {
        try {
            HttpResponse<InputStream> answer =
                    http.send(request(call), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = answer.body()) {
                return answer.statusCode() == 200
                        ? answered(call, body)
                        : call.wire().refused(answer, body.readAllBytes());
            }
        } catch (IOException e) {
            return new Ending.Untyped(e.toString());
        }
    }

    private Ending answered(Call call, InputStream body) throws IOException {
        var whole = new ByteArrayOutputStream();
        try {
            whole.writeBytes(body.readNBytes(1));
            switch (call.midway()) {
                case READS_ON, UNCHECKED -> {}
                case LEAVES -> {
                    return new Ending.Left();
                }
                case KILLS -> kill.run();
            }
            body.transferTo(whole);
        } catch (IOException e) {
            return new Ending.Cut();
        }
        return call.streamed()
                ? call.wire().streamed(whole.toByteArray())
                : call.wire().buffered(whole.toByteArray());
    }

    private HttpRequest request(Call call) {
        return call.wire()
                .request(url, call)
                .timeout(PATIENCE)
                .header("authorization", "Bearer " + credentials.apply(call))
                .header("content-type", "application/json")
                .build();
    }
}
