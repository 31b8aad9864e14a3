/// What the authorizer rehearses before its snapshot. Nobody imports it.
@NullMarked
package dev.tollgate.authorizer.priming;

import org.jspecify.annotations.NullMarked;
