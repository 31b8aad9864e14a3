package dev.tollgate.llmproxy.provider.openai;

import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Splits a stream of server-sent events (WHATWG HTML, section 9.2) into the data of its events, at
/// any chunking. Lines end with LF, CR LF or CR; other fields than `data` mean nothing here.
final class SseLines {
    private static final int LONGEST_LINE = 4 * 1024 * 1024;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private boolean afterCr;

    /// @return the data of the events that these bytes complete
    /// @throws BrokenAnswerException when a line is longer than 4 MiB
    List<String> accept(byte[] bytes) throws BrokenAnswerException {
        var events = new ArrayList<String>();
        for (byte b : bytes) {
            if (b == '\n' && afterCr) {
                afterCr = false;
                continue;
            }
            afterCr = b == '\r';
            if (b == '\n' || b == '\r') {
                endLine(events);
            } else if (line.size() >= LONGEST_LINE) {
                throw new BrokenAnswerException("a line of an event stream is too long");
            } else {
                line.write(b);
            }
        }
        return events;
    }

    /// Whether an event was begun and not ended.
    boolean isOpen() {
        return hasData || line.size() > 0;
    }

    private void endLine(List<String> events) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.isEmpty()) {
            if (hasData) {
                events.add(data.toString());
            }
            data.setLength(0);
            hasData = false;
        } else if (text.startsWith("data:")) {
            if (hasData) {
                data.append('\n');
            }
            data.append(text, text.startsWith("data: ") ? 6 : 5, text.length());
            hasData = true;
        }
    }
}
