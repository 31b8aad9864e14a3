/// The one chat model through which two unlike languages meet. Imports of its siblings `json`
/// alone.
@NullMarked
package dev.tollgate.llmproxy.chat;

import org.jspecify.annotations.NullMarked;
