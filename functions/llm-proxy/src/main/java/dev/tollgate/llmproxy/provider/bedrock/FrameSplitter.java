package dev.tollgate.llmproxy.provider.bedrock;

import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import software.amazon.eventstream.Message;

/// Splits bytes into frames of `application/vnd.amazon.eventstream`, at any chunking, keeping each
/// frame's bytes. Frame: total length u32, headers length u32, CRC-32 of these, headers, payload,
/// CRC-32 of all before (Smithy, "Amazon Event Stream").
final class FrameSplitter {
    private static final int PRELUDE = 8;
    private static final int CRC = 4;
    private static final int LARGEST = 16 * 1024 * 1024;

    private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

    /// @throws BrokenAnswerException when a length or a checksum is wrong
    List<Frame> accept(byte[] bytes) throws BrokenAnswerException {
        pending.writeBytes(bytes);
        byte[] all = pending.toByteArray();
        var frames = new ArrayList<Frame>();
        int at = 0;
        while (all.length - at >= PRELUDE + CRC) {
            int length = length(all, at);
            if (all.length - at < length) {
                break;
            }
            frames.add(frame(Arrays.copyOfRange(all, at, at + length)));
            at += length;
        }
        pending.reset();
        pending.write(all, at, all.length - at);
        return frames;
    }

    /// Whether a frame was begun and not ended.
    boolean isOpen() {
        return pending.size() > 0;
    }

    private static int length(byte[] bytes, int at) throws BrokenAnswerException {
        var crc = new CRC32();
        crc.update(bytes, at, PRELUDE);
        ByteBuffer prelude = ByteBuffer.wrap(bytes);
        int length = prelude.getInt(at);
        if ((int) crc.getValue() != prelude.getInt(at + PRELUDE)) {
            throw new BrokenAnswerException("the checksum of a frame's prelude is wrong");
        }
        if (length < PRELUDE + CRC + CRC || length > LARGEST) {
            throw new BrokenAnswerException("a frame of " + length + " bytes");
        }
        return length;
    }

    private static Frame frame(byte[] bytes) throws BrokenAnswerException {
        try {
            Message message = Message.decode(ByteBuffer.wrap(bytes));
            return new Frame(
                    bytes,
                    header(message, ":message-type"),
                    header(
                            message,
                            header(message, ":message-type").equals("exception")
                                    ? ":exception-type"
                                    : ":event-type"),
                    message.getPayload());
        } catch (RuntimeException e) {
            throw new BrokenAnswerException("a frame cannot be decoded: " + e.getMessage());
        }
    }

    private static String header(Message message, String name) {
        var value = message.getHeaders().get(name);
        return value == null ? "" : value.getString();
    }

    /// One frame.
    ///
    /// @param bytes as it came
    /// @param kind `event`, `exception` or `error`
    /// @param type of the event or exception
    @SuppressWarnings("ArrayRecordComponent") // passed on, never changed or compared
    record Frame(byte[] bytes, String kind, String type, byte[] payload) {}
}
