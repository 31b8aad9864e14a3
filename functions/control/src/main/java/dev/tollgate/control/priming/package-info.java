/// What the control function rehearses before its snapshot. Nobody imports it.
@NullMarked
package dev.tollgate.control.priming;

import org.jspecify.annotations.NullMarked;
