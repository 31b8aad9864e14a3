package dev.tollgate.infra.contract;

import java.util.Optional;

/// A method on a path.
///
/// @param method in capitals
/// @param path the template, for example `/model/{modelId}/converse`
/// @param guard empty where no credential is asked for
public record Operation(String method, String path, Optional<Guard> guard, Backend backend) {}
