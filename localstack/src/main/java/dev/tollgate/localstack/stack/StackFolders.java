package dev.tollgate.localstack.stack;

import java.nio.file.Path;

/// Where a stack finds and keeps things.
///
/// @param state for data, secrets and logs; made when missing
/// @param cache for downloads, shared by all checkouts
public record StackFolders(Home home, Path state, Path cache) {}
