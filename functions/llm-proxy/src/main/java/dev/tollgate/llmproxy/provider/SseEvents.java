package dev.tollgate.llmproxy.provider;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Splits a stream of server-sent events (WHATWG HTML, section 9.2) at any chunking, and keeps
/// their bytes. Lines end with LF, CR LF or CR; other fields than `data` mean nothing here. Not
/// thread-safe.
public final class SseEvents {
    private static final int LONGEST_LINE = 4 * 1024 * 1024;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private boolean afterCr;

    /// One event that has data.
    ///
    /// @param bytes all that came since the last event, comments and other fields included: the
    ///   bytes of all events, one after another, are the stream
    @SuppressWarnings("ArrayRecordComponent") // passed on, never changed or compared
    public record Event(String data, byte[] bytes) {}

    /// @return the events that these bytes complete
    /// @throws BrokenAnswerException when a line is longer than 4 MiB
    public List<Event> accept(byte[] bytes) throws BrokenAnswerException {
        var events = new ArrayList<Event>();
        for (byte b : bytes) {
            raw.write(b);
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
    public boolean isOpen() {
        return hasData || line.size() > 0;
    }

    private void endLine(List<Event> events) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.isEmpty()) {
            if (hasData) {
                events.add(new Event(data.toString(), raw.toByteArray()));
                raw.reset();
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
