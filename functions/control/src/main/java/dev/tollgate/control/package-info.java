/// The control function: what tenants ask about themselves, and the use cases of the control plane.
@NullMarked
package dev.tollgate.control;

import org.jspecify.annotations.NullMarked;
