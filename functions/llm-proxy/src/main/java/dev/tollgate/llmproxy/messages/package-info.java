/// Anthropic's Messages, as its own API and Bedrock's InvokeModel carry it: what bounds a request,
/// and what an answer took. Imports `json` and the provider SPI.
@NullMarked
package dev.tollgate.llmproxy.messages;

import org.jspecify.annotations.NullMarked;
