/// Google's Gemini API: generateContent, buffered and as server-sent events.
@NullMarked
package dev.tollgate.llmproxy.provider.gemini;

import org.jspecify.annotations.NullMarked;
