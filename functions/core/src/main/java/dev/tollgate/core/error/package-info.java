/// Every answer that is not the asked-for one: closed, stable codes, safe messages. Imports no
/// sibling.
@NullMarked
package dev.tollgate.core.error;

import org.jspecify.annotations.NullMarked;
