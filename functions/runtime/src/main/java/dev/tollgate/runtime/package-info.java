/// Lambda plumbing: how an API Gateway event reaches a function and how its answer leaves. Every
/// function may import it; it imports none.
@NullMarked
package dev.tollgate.runtime;

import org.jspecify.annotations.NullMarked;
