/// Making, listing and revoking virtual keys.
@NullMarked
package dev.tollgate.control.key;

import org.jspecify.annotations.NullMarked;
