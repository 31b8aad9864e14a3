package dev.tollgate.llmproxy.dialect;

import dev.tollgate.runtime.ProxyResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.TreeMap;

/// An error as a dialect says it, whole.
///
/// @param headers lower-cased, but where a dialect's clients know another spelling
@SuppressWarnings("ArrayRecordComponent") // passed on, never changed or compared
public record ErrorAnswer(int status, Map<String, String> headers, byte[] body) {
    /// The same with more headers.
    public ErrorAnswer with(Map<String, String> more) {
        var all = new TreeMap<>(headers);
        all.putAll(more);
        return new ErrorAnswer(status, all, body);
    }

    /// @throws IOException when the client has gone
    /// @throws IllegalStateException when the response was started before
    public void send(ProxyResponse response) throws IOException {
        OutputStream out = response.start(status, headers);
        out.write(body);
        out.flush();
    }
}
