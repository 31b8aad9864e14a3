/// Anthropic's Messages, as its SDKs and coding agents speak it: reads its requests, writes its
/// answers and errors. Knows no provider.
@NullMarked
package dev.tollgate.llmproxy.dialect.anthropic;

import org.jspecify.annotations.NullMarked;
