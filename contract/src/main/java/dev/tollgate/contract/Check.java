package dev.tollgate.contract;

import org.junit.jupiter.api.function.Executable;

/// One thing that must hold of a target.
///
/// @param name what is asked; with its area's name it is unique
record Check(String name, Executable body) {}
