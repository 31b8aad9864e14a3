/// Which target a call goes to, whether another one may follow, and when: decisions alone, without
/// I/O and without state. Imports `language` and `provider`; the call's way imports it.
@NullMarked
package dev.tollgate.llmproxy.routing;

import org.jspecify.annotations.NullMarked;
