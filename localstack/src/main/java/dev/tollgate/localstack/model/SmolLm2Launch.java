package dev.tollgate.localstack.model;

import java.nio.file.Path;

/// What the process of the real model needs.
///
/// @param classPath the file with the class path of its libraries, as its module's build writes it;
///   the module's own classes lie beside it in `classes`
/// @param models the folder for the model file (98 MB), shared by all checkouts
/// @param state the folder for its log and its native library
public record SmolLm2Launch(Path classPath, Path models, Path state) {}
