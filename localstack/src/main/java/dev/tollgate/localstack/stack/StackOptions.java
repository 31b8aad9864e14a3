package dev.tollgate.localstack.stack;

import java.nio.file.Path;

/// How to start a stack.
///
/// @param state the folder for data, secrets and logs; made when missing
/// @param cache the folder for downloads, shared by all checkouts
/// @param config the configuration directory to apply
/// @param port of HTTP; TLS, upstreams and store take the next three. 0 for four that are free
/// @param isolated whether functions run in processes of their own, through the Runtime API
public record StackOptions(
        Home home, Path state, Path cache, Path config, int port, boolean isolated) {
    private static final int LAST = 65_532;

    /// With the functions in this process.
    public StackOptions(Home home, Path state, Path cache, Path config, int port) {
        this(home, state, cache, config, port, false);
    }

    public StackOptions {
        if (port < 0 || port > LAST) {
            throw new StackException("--port is 0 to " + LAST + ", not " + port);
        }
    }

    StackFolders folders() {
        return new StackFolders(home, state, cache);
    }

    int httpPort() {
        return port;
    }

    int tlsPort() {
        return port == 0 ? 0 : port + 1;
    }

    int upstreamPort() {
        return port == 0 ? 0 : port + 2;
    }

    int storePort() {
        return port == 0 ? 0 : port + 3;
    }
}
