/// What a dialect is: how clients of one API speak to the gateway. Imports none of its
/// implementations, and no provider.
@NullMarked
package dev.tollgate.llmproxy.dialect;

import org.jspecify.annotations.NullMarked;
