package dev.tollgate.localstack.isolated;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The Lambda Runtime API, version 2018-06-01: hands out one environment's calls and passes its
/// answers on, streamed ones chunk by chunk.
///
/// Source: "Using the Lambda runtime API for custom runtimes", AWS Lambda developer guide; statuses
/// and bodies of refusals as AWS's Runtime Interface Emulator has them.
final class RuntimeApiHandler extends Handler.Abstract {
    private static final String ROOT = "/2018-06-01/runtime/";
    private static final Pattern OF_A_CALL =
            Pattern.compile(ROOT + "invocation/([^/]+)/(response|error)");
    private static final String MODE = "Lambda-Runtime-Function-Response-Mode";
    private static final String ERROR_TYPE = "Lambda-Runtime-Function-Error-Type";
    private static final int MOST_BYTES = 6 * 1024 * 1024 + 100;
    private static final int BUFFER = 64 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Invocations invocations;

    RuntimeApiHandler(Invocations invocations) {
        this.invocations = invocations;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
            throws IOException, InterruptedException {
        String path = Request.getPathInContext(request);
        Matcher ofACall = OF_A_CALL.matcher(path);
        if (ofACall.matches()) {
            Optional<Call> call = invocations.running(ofACall.group(1));
            if (call.isEmpty()) {
                refuse(response, callback, 400, "InvalidRequestID");
            } else if (ofACall.group(2).equals("error")) {
                call.get().end(new Ending.Failed(message(body(request))));
                accept(response, callback);
            } else {
                new Answering(request, response, callback).answer(call.get());
            }
            return true;
        }
        switch (path) {
            case ROOT + "invocation/next" -> next(response, callback);
            case ROOT + "restore/next" -> {
                invocations.awaitRestore();
                response.setStatus(200);
                callback.succeeded();
            }
            case ROOT + "init/error", ROOT + "restore/error" -> {
                invocations.startFailed(new String(body(request), StandardCharsets.UTF_8));
                accept(response, callback);
            }
            default -> refuse(response, callback, 404, "NotFound");
        }
        return true;
    }

    private void next(Response response, Callback callback)
            throws IOException, InterruptedException {
        Call call = invocations.next();
        response.setStatus(200);
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("Lambda-Runtime-Aws-Request-Id", call.id());
        headers.put("Lambda-Runtime-Deadline-Ms", Long.toString(call.deadline()));
        headers.put("Lambda-Runtime-Invoked-Function-Arn", call.arn());
        headers.put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(call.event()), callback);
    }

    private record Answering(Request request, Response response, Callback callback) {
        void answer(Call call) throws IOException {
            String mode = request.getHeaders().get(MODE);
            if (mode == null) {
                whole(call);
            } else if (mode.equals("streaming")) {
                stream(call);
            } else {
                refuse(response, callback, 400, "InvalidFunctionResponseMode");
            }
        }

        private void whole(Call call) throws IOException {
            byte[] body = body(request);
            if (body.length > MOST_BYTES) {
                call.end(new Ending.Failed("the answer is above 6 MB"));
                refuse(response, callback, 413, "RequestEntityTooLarge");
                return;
            }
            call.out().write(body);
            call.end(new Ending.Answered());
            accept(response, callback);
        }

        private void stream(Call call) throws IOException {
            try (InputStream in = Content.Source.asInputStream(request)) {
                byte[] buffer = new byte[BUFFER];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!pass(call, buffer, read)) {
                        // Nobody reads on: the function learns it when it writes.
                        request.getConnectionMetaData().getConnection().getEndPoint().close();
                        callback.succeeded();
                        return;
                    }
                }
            }
            HttpFields trailers = request.getTrailers();
            if (trailers != null && trailers.contains(ERROR_TYPE)) {
                call.breakOff("the function failed in mid-stream: " + trailers.get(ERROR_TYPE));
            } else {
                call.end(new Ending.Answered());
            }
            accept(response, callback);
        }

        private static boolean pass(Call call, byte[] bytes, int length) {
            try {
                call.out().write(bytes, 0, length);
                call.out().flush();
                return true;
            } catch (IOException e) {
                call.end(new Ending.BrokenOff(e));
                return false;
            }
        }
    }

    private static byte[] body(Request request) throws IOException {
        try (InputStream in = Content.Source.asInputStream(request)) {
            return in.readNBytes(MOST_BYTES + 1);
        }
    }

    private static String message(byte[] error) throws IOException {
        return JSON.readTree(error).path("errorMessage").asText();
    }

    private static void accept(Response response, Callback callback) {
        response.setStatus(202);
        Content.Sink.write(response, true, "{\"status\":\"OK\"}\n", callback);
    }

    private static void refuse(Response response, Callback callback, int status, String type) {
        response.setStatus(status);
        String body = "{\"errorMessage\":\"refused\",\"errorType\":\"" + type + "\"}";
        Content.Sink.write(response, true, body, callback);
    }
}
