package dev.tollgate.authorizer;

import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.Resource;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;

/// Fetches an issuer's key set: https unless loopback, no redirects, bounded in time and size, no
/// connection kept. Thread-safe.
final class KeySetRetriever extends DefaultResourceRetriever {
    private static final int CONNECT_MILLIS = 2_000;
    private static final int READ_MILLIS = 2_000;
    private static final int LARGEST = 256 * 1024;

    private volatile boolean answered;

    KeySetRetriever() {
        super(CONNECT_MILLIS, READ_MILLIS, LARGEST);
        // A kept connection would end up in a SnapStart snapshot.
        super.setDisconnectsAfterUse(true);
    }

    /// Whether the issuer ever answered.
    boolean hasAnswered() {
        return answered;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        Resource set = super.retrieveResource(url);
        answered = true;
        return set;
    }

    @Override
    protected HttpURLConnection openHTTPConnection(URL url) throws IOException {
        if (!url.getProtocol().equals("https") && !isLoopback(url.getHost())) {
            throw new IOException("a key set is read by https only");
        }
        HttpURLConnection connection = super.openHTTPConnection(url);
        connection.setInstanceFollowRedirects(false);
        return connection;
    }

    private static boolean isLoopback(String host) {
        return switch (host) {
            case "127.0.0.1", "localhost", "[::1]" -> true;
            case String _ -> false;
        };
    }
}
