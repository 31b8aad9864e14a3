package dev.tollgate.llmproxy.dialect;

import dev.tollgate.core.error.GatewayError;
import dev.tollgate.core.error.Refused;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Reads a model alias of a path: percent-decoded exactly once (RFC 3986, section 2.1). What still
/// looks encoded, or like a way to another path, is refused, so that nobody after us can read
/// another model out of it. The result is looked up as it is, never matched in part.
public final class ModelAlias {
    private static final int LONGEST = 2048;

    private ModelAlias() {}

    /// @throws Refused with an invalid request
    public static String decode(String segment) {
        String alias = percentDecoded(segment);
        boolean odd =
                alias.isEmpty()
                        || alias.length() > LONGEST
                        || alias.contains("%")
                        || alias.contains("..")
                        || alias.contains("\\")
                        || alias.contains("//")
                        || alias.startsWith("/")
                        || alias.codePoints().anyMatch(Character::isISOControl);
        if (odd) {
            throw refused();
        }
        return alias;
    }

    private static String percentDecoded(String segment) {
        byte[] in = segment.getBytes(StandardCharsets.UTF_8);
        var out = ByteBuffer.allocate(in.length);
        for (int i = 0; i < in.length; i++) {
            if (in[i] != '%') {
                out.put(in[i]);
            } else if (i + 2 < in.length && hex(in[i + 1]) >= 0 && hex(in[i + 2]) >= 0) {
                out.put((byte) (hex(in[i + 1]) * 16 + hex(in[i + 2])));
                i += 2;
            } else {
                throw refused();
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(out.flip()).toString();
        } catch (CharacterCodingException _) {
            throw refused();
        }
    }

    private static int hex(byte b) {
        return b < 0 ? -1 : Character.digit((char) b, 16);
    }

    private static Refused refused() {
        return new Refused(
                new GatewayError.InvalidRequest(
                        "the model id in the path is not valid; send a model alias of your tenant,"
                                + " percent-encoded once"));
    }
}
