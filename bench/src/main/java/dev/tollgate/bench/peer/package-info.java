/// Whole processes side by side in front of the same mock, and the client that loads them.
@NullMarked
package dev.tollgate.bench.peer;

import org.jspecify.annotations.NullMarked;
