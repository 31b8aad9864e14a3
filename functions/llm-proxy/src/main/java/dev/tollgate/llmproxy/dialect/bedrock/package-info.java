/// The Bedrock runtime dialect: reads its requests, writes its answers and errors. Knows no
/// provider.
@NullMarked
package dev.tollgate.llmproxy.dialect.bedrock;

import org.jspecify.annotations.NullMarked;
