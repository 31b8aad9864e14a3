/// Functions as Lambda runs them: processes of their own, from their deployment packages, behind a
/// Runtime API each.
@NullMarked
package dev.tollgate.bench.lambda;

import org.jspecify.annotations.NullMarked;
