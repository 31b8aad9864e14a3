/// Tokens by kind, dated prices, integer nano-dollars. Imports no sibling.
@NullMarked
package dev.tollgate.core.money;

import org.jspecify.annotations.NullMarked;
