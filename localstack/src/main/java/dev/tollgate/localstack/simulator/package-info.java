/// Simulated model providers. Each dialect is a package of its own; they share `play`.
@NullMarked
package dev.tollgate.localstack.simulator;

import org.jspecify.annotations.NullMarked;
