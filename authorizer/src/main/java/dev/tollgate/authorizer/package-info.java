/// The function that says who calls: a token or a virtual key in, a principal and what it may reach
/// out. No other function imports it.
@NullMarked
package dev.tollgate.authorizer;

import org.jspecify.annotations.NullMarked;
