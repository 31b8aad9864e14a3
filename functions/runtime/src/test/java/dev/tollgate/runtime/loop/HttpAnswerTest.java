package dev.tollgate.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {
    @Test
    void read_contentLength_takesThatMuch() throws IOException {
        HttpAnswer answer =
                read("HTTP/1.1 200 OK\r\nX-A:  b \r\nContent-Length: 2\r\n\r\nhi, more");

        assertEquals(200, answer.status());
        assertEquals(Optional.of("b"), answer.header("x-A"));
        assertEquals("hi", text(answer));
    }

    @Test
    void read_chunkedWithExtensionAndTrailer_isPutTogether() throws IOException {
        String head = "HTTP/1.1 200\r\nTransfer-Encoding: Chunked\r\n\r\n";
        String body = "10;a=b\r\n0123456789abcdef\r\n3\r\nxyz\r\n0\r\nT: u\r\n\r\n";

        assertEquals("0123456789abcdefxyz", text(read(head + body)));
    }

    @Test
    void read_continueFirst_isSkipped() throws IOException {
        assertEquals(
                202,
                read("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n")
                        .status());
    }

    @Test
    void read_noLength_endsWithTheConnection() throws IOException {
        assertEquals("all of it", text(read("HTTP/1.0 200 OK\n\nall of it")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhi",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhi",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
                "HTTP/2 200\r\n\r\n",
                "SSH-2.0 hello\r\n\r\n",
                "HTTP/1.1 abc\r\n\r\n",
            })
    void read_brokenOrForeign_isRefused(String bytes) {
        assertThrows(IOException.class, () -> read(bytes));
    }

    @Test
    void requireSuccess_clientError_saysWhatAndWhy() throws IOException {
        HttpAnswer refused = read("HTTP/1.1 413 No\r\nContent-Length: 4\r\n\r\nhuge");

        var thrown = assertThrows(IOException.class, () -> refused.requireSuccess("the answer"));

        assertTrue(
                thrown.toString().endsWith("the answer was answered 413 huge"), thrown::toString);
    }

    private static HttpAnswer read(String text) throws IOException {
        return HttpAnswer.read(
                new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String text(HttpAnswer answer) {
        return new String(answer.body(), StandardCharsets.ISO_8859_1);
    }
}
