package dev.tollgate.core.call;

/// Fresh, unguessable ids. A port, so that tests repeat and no snapshot holds a seed.
@FunctionalInterface
public interface IdSource {
    /// A new id of 26 characters `[a-z0-9]`.
    String next();
}
