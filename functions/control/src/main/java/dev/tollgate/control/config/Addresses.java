package dev.tollgate.control.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.Set;

/// What an address of an issuer or a provider may be: https, or http to this machine alone, and
/// nothing in it that hides where it leads.
final class Addresses {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "[::1]", "localhost");

    private Addresses() {}

    /// What is wrong with the address, and what to write. Never repeats it: it may hold a password.
    static Optional<String> problem(String address) {
        URI uri;
        try {
            uri = new URI(address);
        } catch (URISyntaxException _) {
            return Optional.of("is no address; write https://host/path");
        }
        if (uri.getRawUserInfo() != null || String.valueOf(uri.getRawAuthority()).contains("@")) {
            return Optional.of("holds a user or password; take it out and name a credential");
        }
        if (uri.getHost() == null) {
            return Optional.of("names no host; write https://host/path");
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return Optional.of("holds a '?' or '#'; take it out");
        }
        return host(uri.getScheme(), uri.getHost());
    }

    private static Optional<String> host(String scheme, String host) {
        if (isLinkLocal(host)) {
            return Optional.of("leads to a link-local address; write the host's own name");
        }
        boolean safe = "https".equals(scheme) || ("http".equals(scheme) && LOOPBACK.contains(host));
        return safe ? Optional.empty() : Optional.of("is not safe to call; write https://");
    }

    /// RFC 3927 and RFC 4291 §2.5.6, and the unspecified address.
    private static boolean isLinkLocal(String host) {
        return host.startsWith("169.254.")
                || host.matches("(?i)\\[fe[89ab].*")
                || host.equals("0.0.0.0")
                || host.equals("[::]");
    }
}
