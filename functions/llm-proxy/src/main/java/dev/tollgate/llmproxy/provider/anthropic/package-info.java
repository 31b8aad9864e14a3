/// Anthropic's own API, and whoever speaks like it, by base URL.
@NullMarked
package dev.tollgate.llmproxy.provider.anthropic;

import org.jspecify.annotations.NullMarked;
