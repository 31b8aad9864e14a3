/// Untrusted JSON: read strictly, changed by splicing bytes. Imports no sibling.
@NullMarked
package dev.tollgate.llmproxy.json;

import org.jspecify.annotations.NullMarked;
