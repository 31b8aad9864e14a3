/// Amazon Bedrock's runtime: the client's own language, passed through byte for byte.
@NullMarked
package dev.tollgate.llmproxy.provider.bedrock;

import org.jspecify.annotations.NullMarked;
