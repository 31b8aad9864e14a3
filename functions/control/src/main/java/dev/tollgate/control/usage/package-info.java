/// What a caller may ask about its own use.
@NullMarked
package dev.tollgate.control.usage;

import org.jspecify.annotations.NullMarked;
