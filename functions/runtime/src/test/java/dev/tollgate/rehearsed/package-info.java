/// A function that rehearses, as another module would have one.
@NullMarked
package dev.tollgate.rehearsed;

import org.jspecify.annotations.NullMarked;
