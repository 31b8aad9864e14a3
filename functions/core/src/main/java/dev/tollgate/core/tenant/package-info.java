/// The unit of isolation and of billing. Imports no sibling.
@NullMarked
package dev.tollgate.core.tenant;

import org.jspecify.annotations.NullMarked;
