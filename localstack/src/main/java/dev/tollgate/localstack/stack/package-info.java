/// The whole gateway on one machine: starts, wires and stops the emulator, the functions, the store
/// and the upstreams. May import everything of ours; only the command line imports it.
@NullMarked
package dev.tollgate.localstack.stack;

import org.jspecify.annotations.NullMarked;
