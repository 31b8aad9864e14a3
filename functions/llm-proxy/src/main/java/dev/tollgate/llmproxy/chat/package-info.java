/// The one chat model through which two unlike languages meet. Imports no sibling.
@NullMarked
package dev.tollgate.llmproxy.chat;

import org.jspecify.annotations.NullMarked;
