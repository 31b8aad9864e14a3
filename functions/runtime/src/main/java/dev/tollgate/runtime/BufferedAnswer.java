package dev.tollgate.runtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Arrays;

/// A streamed answer as the one JSON document of a buffered proxy integration. The body is base64:
/// it may be event-stream frames. Source: "Output format of a Lambda function for proxy
/// integration" in the API Gateway developer guide.
final class BufferedAnswer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BufferedAnswer() {}

    /// @param streamed see [StreamedResponse]; its metadata holds no NUL
    /// @throws IOException when it has no prelude
    static byte[] of(byte[] streamed) throws IOException {
        int end = 0;
        while (end < streamed.length && streamed[end] != 0) {
            end++;
        }
        int body = end + StreamedResponse.DELIMITER_LENGTH;
        if (body > streamed.length
                || !(JSON.readTree(streamed, 0, end) instanceof ObjectNode answer)) {
            throw new IOException("the answer has no prelude");
        }
        answer.put("isBase64Encoded", true);
        answer.put("body", Arrays.copyOfRange(streamed, body, streamed.length));
        return JSON.writeValueAsBytes(answer);
    }
}
