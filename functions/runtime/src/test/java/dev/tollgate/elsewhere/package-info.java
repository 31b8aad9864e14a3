/// Another function on the same class path.
@NullMarked
package dev.tollgate.elsewhere;

import org.jspecify.annotations.NullMarked;
