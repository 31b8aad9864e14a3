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

    private final Raw raw = new Raw();
    private final StringBuilder data = new StringBuilder();
    private int lineAt;
    private boolean hasData;
    private byte last;

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
        int from = 0;
        for (int at = 0; at < bytes.length; at++) {
            byte b = bytes[at];
            if (b == '\n' || b == '\r') {
                raw.write(bytes, from, at - from);
                from = at + 1;
                if (b == '\r' || last != '\r') {
                    endLine(b, events);
                } else {
                    raw.write(b);
                    lineAt = raw.size();
                }
            }
            last = b;
        }
        raw.write(bytes, from, bytes.length - from);
        requireShort();
        return events;
    }

    /// Whether an event was begun and not ended.
    public boolean isOpen() {
        return hasData || raw.size() > lineAt;
    }

    private void requireShort() throws BrokenAnswerException {
        if (raw.size() - lineAt > LONGEST_LINE) {
            throw new BrokenAnswerException("a line of an event stream is too long");
        }
    }

    private void endLine(byte end, List<Event> events) throws BrokenAnswerException {
        requireShort();
        String text = raw.from(lineAt);
        raw.write(end);
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
        lineAt = raw.size();
    }

    /// All that came since the last event; its end is the line.
    private static final class Raw extends ByteArrayOutputStream {
        String from(int at) {
            return new String(buf, at, count - at, StandardCharsets.UTF_8);
        }
    }
}
