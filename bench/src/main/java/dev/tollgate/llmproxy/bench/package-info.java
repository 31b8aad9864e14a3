/// Memory in place of DynamoDB below the proxy. Here because a function takes only the beans of its
/// own package.
@NullMarked
package dev.tollgate.llmproxy.bench;

import org.jspecify.annotations.NullMarked;
