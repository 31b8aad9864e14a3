package dev.tollgate.bench.scene;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/// Where an answer goes: forgets it, but knows when the model's first word came and how the answer
/// began. Not thread-safe.
public final class FirstContent extends OutputStream {
    /// What the mock's first chunk of a stream says.
    public static final String WORD = "tok0";

    private static final int KEPT = 1_000;

    private final StringBuilder beginning = new StringBuilder();
    private long at;
    private boolean seen;

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (seen || beginning.length() > KEPT) {
            return;
        }
        beginning.append(new String(bytes, offset, length, StandardCharsets.ISO_8859_1));
        if (beginning.indexOf(WORD) >= 0) {
            at = System.nanoTime();
            seen = true;
        }
    }

    /// By [System#nanoTime]; empty when there was no such word within the first 1,000 bytes.
    public OptionalLong at() {
        return seen ? OptionalLong.of(at) : OptionalLong.empty();
    }

    /// What came first, for an error message.
    public String beginning() {
        return beginning.toString();
    }
}
