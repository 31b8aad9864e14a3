/// What the proxy rehearses before its snapshot. Nobody imports it.
@NullMarked
package dev.tollgate.llmproxy.priming;

import org.jspecify.annotations.NullMarked;
