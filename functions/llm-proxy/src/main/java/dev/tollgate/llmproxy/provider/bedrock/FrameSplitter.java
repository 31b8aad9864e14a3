package dev.tollgate.llmproxy.provider.bedrock;

import dev.tollgate.llmproxy.provider.BrokenAnswerException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.zip.CRC32;
import software.amazon.eventstream.Message;

/// Splits bytes into frames of `application/vnd.amazon.eventstream`, at any chunking, keeping each
/// frame's bytes. Frame: total length u32, headers length u32, CRC-32 of these, headers, payload,
/// CRC-32 of all before (Smithy, "Amazon Event Stream").
final class FrameSplitter {
    private static final int PRELUDE = 8;
    private static final int CRC = 4;
    private static final int LARGEST = 16 * 1024 * 1024;

    private byte[] pending = {};
    private int at;
    private int end;

    void accept(byte[] bytes) {
        int open = end - at;
        if (pending.length - end < bytes.length) {
            // At least twice what is open, so that no byte is moved often.
            byte[] roomier = new byte[open + Math.max(open, bytes.length)];
            System.arraycopy(pending, at, roomier, 0, open);
            pending = roomier;
            at = 0;
            end = open;
        }
        System.arraycopy(bytes, 0, pending, end, bytes.length);
        end += bytes.length;
    }

    /// @return the next whole frame, if there is one
    /// @throws BrokenAnswerException when a length or a checksum is wrong
    Optional<Frame> next() throws BrokenAnswerException {
        if (end - at < PRELUDE + CRC) {
            return Optional.empty();
        }
        int length = length(pending, at);
        if (end - at < length) {
            return Optional.empty();
        }
        Frame frame = frame(Arrays.copyOfRange(pending, at, at + length));
        at += length;
        return Optional.of(frame);
    }

    /// Whether a frame was begun and not ended.
    boolean isOpen() {
        return at < end;
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
