/// Who calls and what they may use, after authentication. Travels as the authorizer's context.
@NullMarked
package dev.tollgate.core.principal;

import org.jspecify.annotations.NullMarked;
