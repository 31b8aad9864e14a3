/// What became of a caller's own calls, and why.
@NullMarked
package dev.tollgate.control.trace;

import org.jspecify.annotations.NullMarked;
