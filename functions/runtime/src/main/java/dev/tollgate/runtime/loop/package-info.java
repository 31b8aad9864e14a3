/// The Lambda Runtime API as a client: a loop that runs one function, streams its answers and keeps
/// the SnapStart protocol. Nobody imports it; `bootstrap` and `stream-wrapper` start its `Main`.
@NullMarked
package dev.tollgate.runtime.loop;

import org.jspecify.annotations.NullMarked;
