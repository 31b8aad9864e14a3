package dev.tollgate.localstack.api;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpGenerator;
import org.eclipse.jetty.http.MetaData;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.internal.HttpConnection;

/// HTTP/1.1 whose chunks leave whole. Jetty sends the CRLF that ends a chunk only in front of the
/// next one; a client that waits for it (Python's urllib3 does) would lag one chunk behind, which
/// API Gateway never makes it do.
///
/// Works with bodies made by [#closable]; others leave as Jetty sends them. Found with Jetty
/// 12.1.5.
final class WholeChunks extends HttpConnectionFactory {
    private static final int CRLF_BYTES = 2;
    private static final short CRLF = ('\r' << 8) | '\n';

    WholeChunks(HttpConfiguration configuration) {
        super(configuration);
    }

    /// A copy of the bytes with the CRLF behind its limit, where the generator finds it.
    static ByteBuffer closable(byte[] bytes, int offset, int length) {
        return ByteBuffer.allocate(length + CRLF_BYTES)
                .put(bytes, offset, length)
                .putShort(CRLF)
                .flip()
                .limit(length);
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        var connection =
                new HttpConnection(getHttpConfiguration(), connector, endPoint) {
                    @Override
                    protected HttpGenerator newHttpGenerator() {
                        return new Generator();
                    }
                };
        return configure(connection, connector, endPoint);
    }

    private static final class Generator extends HttpGenerator {
        private boolean closed;

        @Override
        public Result generateResponse(
                MetaData.Response info,
                boolean head,
                ByteBuffer header,
                ByteBuffer chunk,
                ByteBuffer content,
                boolean last)
                throws IOException {
            Result result = super.generateResponse(info, head, header, chunk, content, last);
            if (result == Result.FLUSH) {
                if (closed && chunk != null && isCrlfAt(chunk, chunk.position())) {
                    chunk.position(chunk.position() + CRLF_BYTES);
                }
                closed = isChunking() && content != null && close(content);
            }
            return result;
        }

        private static boolean close(ByteBuffer content) {
            int end = content.limit();
            if (!content.hasRemaining() || !isCrlfAt(content, end)) {
                return false;
            }
            content.limit(end + CRLF_BYTES);
            return true;
        }

        private static boolean isCrlfAt(ByteBuffer buffer, int index) {
            ByteBuffer whole = buffer.duplicate().clear();
            return index + CRLF_BYTES <= whole.limit() && whole.getShort(index) == CRLF;
        }
    }
}
