/// Any upstream that speaks OpenAI's chat completions, by base URL.
@NullMarked
package dev.tollgate.llmproxy.provider.openai;

import org.jspecify.annotations.NullMarked;
