/// OpenAI's chat completions and models, as its SDKs speak them. Knows no provider.
@NullMarked
package dev.tollgate.llmproxy.dialect.openai;

import org.jspecify.annotations.NullMarked;
