package dev.tollgate.llmproxy.upstream;

import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Where calls may go: https; plain http on this machine alone; no address in the private or
/// link-local ranges, where a cloud keeps its credentials.
final class Egress {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Pattern PRIVATE =
            Pattern.compile(
                    "(?:0|10|127|169\\.254|192\\.168|172\\.(?:1[6-9]|2\\d|3[01])"
                            + "|100\\.(?:6[4-9]|[7-9]\\d|1[01]\\d|12[0-7]))\\..*"
                            + "|\\[(?:::|f[cd]|fe[89ab]).*|\\d+|0x.*");

    private Egress() {}

    static boolean allows(URI uri) {
        String host = uri.getHost();
        if (host == null || uri.getScheme() == null || uri.getUserInfo() != null) {
            return false;
        }
        String name = host.toLowerCase(Locale.ROOT);
        if (LOOPBACK.contains(name)) {
            return Set.of("http", "https").contains(uri.getScheme());
        }
        return uri.getScheme().equals("https") && !PRIVATE.matcher(name).matches();
    }
}
